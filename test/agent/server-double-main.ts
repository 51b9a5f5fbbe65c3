// The double as a process, so that it can live in a network namespace: told what to know by its parent, tells what it hears.
import { ServerDouble, type Known } from './server-double.ts'

export type Order =
  | { readonly kind: 'listen'; readonly host: string; readonly port: number; readonly known: Known }
  | { readonly kind: 'know'; readonly known: Known }
  | { readonly kind: 'close' }

let double: ServerDouble | undefined
const obey = async (order: Order): Promise<void> => {
  if (order.kind === 'know') double?.know(order.known)
  else if (order.kind === 'close') await double?.close()
  else {
    double = new ServerDouble(order.known, (heard) => process.send?.(heard))
    process.send?.({ kind: 'listening', port: await double.listen(order.host, order.port) })
  }
  if (order.kind === 'close') process.send?.({ kind: 'closed' })
}
process.on('message', (order) => void obey(order as Order))
// The parent is gone.
process.on('disconnect', () => process.exit(0))
