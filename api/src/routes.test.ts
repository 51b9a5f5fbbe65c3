import { describe, expect, it } from '@jest/globals'
import { allRoutes } from './routes.ts'

describe('routes', () => {
  it('have unique names, and unique methods on a path', () => {
    const names = allRoutes.map((route) => route.name)
    const places = allRoutes.map((route) => `${route.method} ${route.path}`)
    expect(new Set(names).size).toBe(names.length)
    expect(new Set(places).size).toBe(places.length)
  })

  it.each(allRoutes.map((route) => [route.name, route] as const))(
    '%s declares exactly the parameters of its path',
    (_, route) => {
      const inPath = [...route.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1])
      expect(Object.keys(route.params.shape)).toEqual(inPath)
    },
  )

  it.each(allRoutes.map((route) => [route.name, route] as const))(
    '%s answers either a document or events',
    (_, route) => {
      expect((route.answer === undefined) !== (route.events === undefined)).toBe(true)
    },
  )

  it('take a body only where one is expected', () => {
    expect(allRoutes.filter((route) => ['GET', 'DELETE'].includes(route.method) && route.body !== undefined)).toEqual(
      [],
    )
  })
})
