import { ApiError, type Route } from '@quantumnet/api'
import { failure, Refusal, type Call, type ObjectValue } from '../../../framework/index.ts'
import type { Connection } from '../connection.ts'
import type { Deadline } from '../deadline.ts'
import { attempt } from '../waiting.ts'

/** How lists and single resources are read for data sources. */

interface Page {
  readonly items: readonly ObjectValue[]
  readonly next_cursor: string | null
}

const LARGEST_PAGE = 500

/** Calls a route whose types are not known here. */
const callBy = async (connection: Connection, route: Route, args: object, deadline: Deadline): Promise<unknown> => {
  const answer: Promise<unknown> = connection.call(route, args, deadline)
  return await answer
}

const isThere = (answer: ObjectValue): boolean =>
  (answer['status'] as { readonly state?: unknown } | undefined)?.state !== 'deleting'

/** All that a list has, without what is being deleted, page by page. */
export async function* readPages(
  typeName: string,
  route: Route,
  query: ObjectValue,
  call: Call<Connection>,
): AsyncGenerator<readonly ObjectValue[]> {
  let cursor: string | undefined
  do {
    const args = { query: { ...query, limit: LARGEST_PAGE, ...(cursor !== undefined && { cursor }) } }
    const page = await attempt(
      `read ${typeName}`,
      call,
      async (deadline) => (await callBy(call.client, route, args, deadline)) as Page,
    )
    yield page.items.filter(isThere)
    cursor = page.next_cursor ?? undefined
  } while (cursor !== undefined)
}

/** All that a list has, without what is being deleted. */
export const readAll = async (...asked: Parameters<typeof readPages>): Promise<readonly ObjectValue[]> => {
  const items: ObjectValue[] = []
  for await (const page of readPages(...asked)) items.push(...page)
  return items
}

/** The resource with this id. @throws Refusal when there is none */
export const readById = async (
  typeName: string,
  route: Route,
  id: string,
  call: Call<Connection>,
): Promise<ObjectValue> =>
  await attempt(`read ${typeName}`, call, async (deadline) => {
    try {
      return (await callBy(call.client, route, { params: { id } }, deadline)) as ObjectValue
    } catch (error) {
      if (!(error instanceof ApiError && error.code === 'not_found')) throw error
      throw new Refusal([failure('Not found', `There is no ${typeName} with id ${id} that the token may see.`, ['id'])])
    }
  })
