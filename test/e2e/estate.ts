import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { tryRun, type Finished } from '@quantumnet/platform'
import { madePorts, prepareWorkdir, type MadePort, type Workdir } from '../../platform/src/start/terraform.ts'
import { startScene, type Scene } from './kit/index.ts'

/** A scene with Terraform at hand: what `npm start` runs. */
export interface Estate extends Pick<Scene, 'platform' | 'lab' | 'client'> {
  readonly nbctl: Scene['nbctl']
  readonly sql: Scene['sql']
  /** Where `npm start` would put the quickstart. */
  readonly quickstart: Workdir
  /** Another Terraform configuration beside it. */
  configuration(name: string, text: string): Workdir
  terraform(workdir: Workdir, ...args: string[]): Promise<Finished>
  /** Boots a VM for each port that Terraform made. */
  bootVms(workdir: Workdir): Promise<readonly MadePort[]>
  end(): Promise<void>
}

const TERRAFORM_LIMIT_MS = 120_000

const terraform: Estate['terraform'] = async ({ folder, env }, ...args) =>
  await tryRun(['terraform', `-chdir=${folder}`, ...args], {
    env: { ...process.env, ...env },
    timeoutMs: TERRAFORM_LIMIT_MS,
  })

const workdirIn = (quickstart: Workdir, folder: string, text: string): Workdir => {
  mkdirSync(folder)
  writeFileSync(join(folder, 'main.tf'), text)
  return { ...quickstart, folder }
}

export const startEstate = async (): Promise<Estate> => {
  const { scene, folder, end } = await startScene()
  const { platform, lab, client } = scene
  const quickstart = await prepareWorkdir(platform, () => undefined)
  return {
    ...{ platform, lab, client, quickstart, terraform, end },
    nbctl: async (...args) => await scene.nbctl(...args),
    sql: async (text, ...values) => await scene.sql(text, ...values),
    configuration: (name, text) => workdirIn(quickstart, join(folder, name), text),
    bootVms: async (workdir) => {
      const ports = await madePorts(workdir)
      await Promise.all(
        ports.map(async ({ id, mac, name, hostname, node }) => {
          await lab.vms.create({ id, portId: id, mac, name: hostname ?? name, node: node ?? 'hv1' })
        }),
      )
      await Promise.all(ports.map(async ({ id }) => await lab.vms.lease(id)))
      return ports
    },
  }
}
