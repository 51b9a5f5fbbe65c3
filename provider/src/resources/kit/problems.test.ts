import { ApiError, ConnectionError, NO_SUBNET, SettleTimeout, type Problem } from '@quantumnet/api'
import { describe, expect, it } from '@jest/globals'
import { Refusal, type Path } from '../../framework/index.ts'
import { pathOfPointer, refusalOf } from './problems.ts'

describe('a pointer into a request', () => {
  it.each<[string, Path]>([
    ['/cidr', ['cidr']],
    ['/fixed_ips/0/ip', ['fixed_ips', 0, 'ip']],
    ['/labels/example.org~1team', ['labels', 'example.org/team']],
    ['/labels/a~01', ['labels', 'a~1']],
    ['/labels/01', ['labels', '01']],
    ['?limit', ['limit']],
    [':id', []],
    ['', []],
  ])('%s leads to %j', (pointer, path) => {
    expect(pathOfPointer(pointer)).toEqual(path)
  })
})

const problem: Problem = {
  type: 'urn:x',
  title: 'The address is in use',
  status: 409,
  code: 'address_taken',
  detail: 'something is taken',
  remedy: 'Choose another address.',
  request_id: 'req-1',
}

const diagnosticsFor = (error: unknown): Refusal['diagnostics'] => {
  const refusal = refusalOf(error, 'create quantumnet_port')
  if (!(refusal instanceof Refusal)) throw new Error('no refusal')
  return refusal.diagnostics
}

describe('what the API refuses', () => {
  it('is told at the attribute, with what was sent, what is allowed, and what to do', () => {
    const errors = [
      { pointer: '/fixed_ips/0/ip', message: 'is held by port "a"', value: '10.0.0.9', allowed: 'a free one' },
    ]
    expect(diagnosticsFor(new ApiError({ ...problem, errors }))).toEqual([
      {
        severity: 'error',
        summary: 'Cannot create quantumnet_port: the address is in use',
        detail:
          'is held by port "a". Got "10.0.0.9". Allowed: a free one.\n\nChoose another address. (address_taken, request req-1)',
        path: ['fixed_ips', 0, 'ip'],
      },
    ])
  })

  it('is told once for each field', () => {
    const errors = [
      { pointer: '/name', message: 'is bad' },
      { pointer: '/mtu', message: 'is bad too' },
    ]
    expect(diagnosticsFor(new ApiError({ ...problem, errors })).map(({ path }) => path)).toEqual([['name'], ['mtu']])
  })

  it('says how Terraform is told to make the subnet first', () => {
    const errors = [{ pointer: '/fixed_ips', message: `network "a" ${NO_SUBNET}` }]
    const [told] = diagnosticsFor(new ApiError({ ...problem, code: 'reference_not_found', errors }))
    expect(told?.detail).toContain(
      '`fixed_ips = [{ subnet = quantumnet_subnet.example.id }]`, or name it in `depends_on`',
    )
  })

  it('names the referrers of what is in use', () => {
    const referrers = [{ kind: 'port', id: 'p1', name: 'vm1' }]
    const [told] = diagnosticsFor(new ApiError({ ...problem, code: 'in_use', referrers }))
    expect(told?.detail).toContain('something is taken.\n  - port "vm1" (p1)')
    expect(told?.path).toEqual([])
  })

  it.each([new ConnectionError('cannot reach it'), new SettleTimeout('not applied after 5 s')])(
    'is told for the resource when there was no answer: %s',
    (error) => {
      expect(diagnosticsFor(error)).toMatchObject([{ detail: `${error.message}.`, path: [] }])
    },
  )

  it('stays what it is when it is no refusal', () => {
    const error = new TypeError('oops')
    expect(refusalOf(error, 'x')).toBe(error)
  })
})
