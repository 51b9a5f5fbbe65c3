import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Scene } from '../kit/index.ts'

/** Lines in which ovn-controllers and northd complain of something (vlog levels WARN, ERR and EMER) that has a word of these. */
export const complaintsOf = (scene: Scene, words: RegExp): readonly string[] => {
  const folder = join(scene.platform.dataDir, 'log')
  return readdirSync(folder)
    .filter((file) => /ovn-controller|northd/.test(file))
    .flatMap((file) => readFileSync(join(folder, file), 'utf8').split('\n'))
    .filter((line) => /\|(WARN|ERR|EMER)\|/.test(line) && words.test(line))
}
