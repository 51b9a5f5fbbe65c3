import { afterAll, beforeAll } from '@jest/globals'
import { startScene, type Scene, type SceneOptions } from './scene.ts'

/** One platform for the scenarios of a `describe`: begun before the first, ended after the last. */
export const useScene = (options: SceneOptions = {}): (() => Scene) => {
  let started: Awaited<ReturnType<typeof startScene>> | undefined
  beforeAll(async () => {
    started = await startScene(options)
  }, 120_000)
  afterAll(async () => {
    await started?.end()
  }, 60_000)
  return () => {
    if (started === undefined) throw new Error('the scene has not begun')
    return started.scene
  }
}
