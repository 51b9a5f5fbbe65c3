import { existsSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { chromium, type Browser, type Page } from 'playwright-core'
import { send } from '../harness/requests.ts'
import { startServer, type TestServer } from '../harness/server.ts'

const BROWSER = '/usr/bin/chromium'
const hasBrowser = existsSync(BROWSER)
if (!hasBrowser) process.stderr.write(`skipped: the reference in a browser needs ${BROWSER}\n`)

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(async () => {
  await server.close()
})

describe('the reference at /docs', () => {
  it('is a page for anybody that may load nothing but from this server', async () => {
    const response = await send(server, { path: '/docs', role: null })
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
    const policy = response.headers.get('content-security-policy') ?? ''
    expect(policy).toMatch(/default-src 'none';/)
    expect(policy).toMatch(/script-src 'self';/)
    expect(policy).not.toMatch(/https?:|\*/)
    expect(await response.text()).not.toMatch(/https?:\/\//)
  })

  it.each(['/docs', '/docs/static/swagger-ui.css'])('is there for who only looks: HEAD %s', async (path) => {
    const [head, get] = [
      await send(server, { method: 'HEAD', path, role: null }),
      await send(server, { path, role: null }),
    ]
    expect([head.status, head.headers.get('content-type')]).toEqual([200, get.headers.get('content-type')])
    expect(await head.text()).toBe('')
    await get.text()
  })

  it('answers a file that it has not as a problem', async () => {
    const response = await send(server, { path: '/docs/static/nothing.js', role: null })
    expect(response.status).toBe(404)
    expect(response.headers.get('content-type')).toBe('application/problem+json')
  })
})

const inBrowser = hasBrowser ? describe : describe.skip
inBrowser('the reference in a browser', () => {
  let browser: Browser
  let page: Page
  const asked: string[] = []
  const complaints: string[] = []
  const elsewhere = (): string[] =>
    asked.filter((url) => !url.startsWith(`${server.endpoint}/`) && !url.startsWith('data:'))
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: BROWSER, args: ['--no-sandbox'] })
    page = await browser.newPage({ viewport: { width: 1200, height: 1000 } })
    page.setDefaultTimeout(8_000)
    page.on('request', (request) => void asked.push(request.url()))
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text())
    })
    page.on('pageerror', (error) => void complaints.push(error.message))
  })
  afterAll(async () => {
    await browser.close()
  })

  it('asks nothing of anybody but the server, and has nothing to complain of', async () => {
    await page.goto(`${server.endpoint}/docs`)
    await page.getByText('List networks').first().waitFor()
    expect(asked.length).toBeGreaterThan(4)
    expect(elsewhere()).toEqual([])
    expect(complaints).toEqual([])
  })

  it('shows an operation with its example, its problems and who may call it', async () => {
    const operation = page.locator('#operations-Networks-createNetwork')
    await operation.getByRole('button').first().click()
    await operation.getByText('in the project, or more').waitFor()
    const text = await operation.innerText()
    expect(text).toContain('"name": "web"')
    expect(text).toContain('Needs the role admin in the project, or more.')
    expect(text).toContain('name_taken')
    expect(text).toContain('Idempotency-Key')
    expect(elsewhere()).toEqual([])
    expect(complaints).toEqual([])
  })
})
