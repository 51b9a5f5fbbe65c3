import { callFunction, type Parameter, type Provider, type Value } from '../framework/index.ts'
import { attributeLines, Expression } from './hcl.ts'
import { example, fenced, page } from './page.ts'
import { plainType } from './schema.ts'

/** Pages of functions: what each takes and gives, with an example whose result is computed. Pure. */

const ARGUMENTS: Readonly<Record<string, readonly Value[]>> = {
  cidr_contains: ['10.0.0.0/16', '10.0.7.0/24'],
  cidr_exclude: [['10.0.0.0/24'], ['10.0.0.0/26', '10.0.0.128/26']],
  cidr_merge: [['10.0.1.0/24', '10.0.0.0/24', '10.0.0.5/32']],
  cidr_overlaps: ['10.0.0.0/24', '10.0.0.128/25'],
  eui64: ['2001:db8::/64', '02:00:5e:10:00:01'],
  hostname: ['Web Server_01.example.com'],
}

/** A value as a configuration has it. */
const literal = (value: Value): string =>
  Array.isArray(value) ? `[${(value as readonly Value[]).map(literal).join(', ')}]` : JSON.stringify(value)

const resultOf = (name: string, provider: Provider, given: readonly Value[]): Value => {
  const of = provider.functions?.[name]
  if (of === undefined) throw new Error(`there is no function ${name}`)
  const answer = callFunction(name, of, given)
  if ('failure' in answer) throw new Error(`the example of ${name} fails: ${answer.failure.text}`)
  return answer.result
}

const exampleOf = (name: string, provider: Provider): string => {
  const given = ARGUMENTS[name]
  if (given === undefined) throw new Error(`the function ${name} has no example`)
  const call = `provider::${provider.name}::${name}(${given.map(literal).join(', ')})`
  const [line = ''] = attributeLines({ value: new Expression(call) }, '  ')
  return `# ${literal(resultOf(name, provider, given))}\noutput "${name}" {\n${line}\n}`
}

const typeOf = ({ kind }: Pick<Parameter, 'kind'>): string => plainType(kind.type)

/** By the path of each page. */
export const functionPages = (provider: Provider): [string, string][] =>
  Object.entries(provider.functions ?? {}).map(([name, of]) => {
    const all = [...of.parameters, ...(of.variadic === undefined ? [] : [of.variadic])]
    const listed = all.map((each) => `${each.name} ${typeOf(each).toLowerCase()}`)
    const gives = plainType(of.returns.type).toLowerCase()
    return [
      `functions/${name}.md`,
      page(`function: ${name}`, [
        of.description,
        'Needs Terraform 1.8 or newer, or OpenTofu 1.7.',
        ...example(exampleOf(name, provider)),
        '## Signature',
        fenced('text', `${name}(${listed.join(', ')}) ${gives}`),
        '## Arguments',
        all
          .map((each, index) => `${String(index + 1)}. \`${each.name}\` (${typeOf(each)}) ${each.description}`)
          .join('\n'),
      ]),
    ]
  })
