import { functionToMessage } from '../convert/function.ts'
import { decodeValue, encodeValue } from '../convert/msgpack.ts'
import { callFunction, parameterAt } from '../framework/index.ts'
import { CallFunction, GetFunctions } from '../wire/messages/function.ts'
import { typeIn } from './host.ts'
import { operation, type Operation } from './operation.ts'

export const getFunctions = operation('GetFunctions', GetFunctions, async (_request, host) => {
  const { functions = {} } = await host.provider()
  return {
    functions: Object.fromEntries(Object.entries(functions).map(([name, of]) => [name, functionToMessage(of)])),
  }
})

/** Its answer has an error of its own in place of diagnostics. */
export const callProviderFunction: Operation = {
  name: 'CallFunction',
  bind: (host) => async (bytes) => {
    const { name, arguments: args } = CallFunction.request.fromBytes(bytes)
    const { functions } = await host.provider()
    const of = typeIn(functions, name, 'function')
    const values = args.map(({ msgpack }, index) => decodeValue(msgpack, parameterAt(of, index)?.kind.type ?? 'string'))
    const called = callFunction(name, of, values)
    if ('failure' in called) {
      const { text, argument } = called.failure
      return CallFunction.response.toBytes({ error: { text, functionArgument: argument } })
    }
    return CallFunction.response.toBytes({ result: { msgpack: encodeValue(called.result, of.returns.type) } })
  },
}
