import { Agent, request } from 'node:http'

export interface Post {
  readonly endpoint: string
  readonly path: string
  readonly token: string
  readonly body: (n: number) => object
}

/** Posts again and again over so many connections that stay open; answers per second. @throws Error for any answer that is no success */
export const postRate = async (post: Post, connections: number, seconds: number): Promise<number> => {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const one = async (n: number): Promise<void> => {
    await new Promise<void>((resolve, reject) => {
      const text = JSON.stringify(post.body(n))
      const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }
      const sent = request(
        post.endpoint + post.path,
        { method: 'POST', agent, headers: { ...headers, authorization: `Bearer ${post.token}` } },
        (response) => {
          response.resume()
          response.once('end', () => {
            if (response.statusCode === 201) resolve()
            else reject(new Error(`status ${String(response.statusCode)}`))
          })
        },
      )
      sent.once('error', reject)
      sent.end(text)
    })
  }
  let done = 0
  const start = performance.now()
  const end = start + seconds * 1000
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (performance.now() < end) await one(done++)
    }),
  )
  agent.destroy()
  return done / ((performance.now() - start) / 1000)
}
