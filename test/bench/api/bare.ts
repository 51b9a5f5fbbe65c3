import { openExamples } from '@quantumnet/server/app'
import { pino } from 'pino'

/** The same HTTP layer, with authentication, validation and serialisation, and no database: what a POST of a port costs at least. */
const { http } = openExamples(pino({ level: 'error' }), () => new Date(0))
// Whoever started it is told where it listens, and takes it along when it goes.
process.once('disconnect', () => process.exit())
process.send?.(await http.listen({ host: '127.0.0.1', port: 0 }))
