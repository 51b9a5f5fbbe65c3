import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, closeSync, openSync, statSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { isLoaded, type EdgeConfiguration, type NetworkKey } from '../edge/configuration.ts'
import { readIfThere, replaceFile } from '../host/files.ts'
import { inNetns } from '../host/run.ts'
import { identityOf, isAlive, isInNetns, processesIn, udpListeners } from '../host/process.ts'
import { afterSignal, parseRunning, type Running } from './coredns-record.ts'

export interface CoreDnsOptions {
  readonly binary: string
  readonly dir: string
  readonly netns: string
  /** whether a primary answers now, from which a CoreDNS that is started or reloaded gets its zones */
  readonly primariesAnswer: () => Promise<boolean>
  /** it ended, or what had to wait may be tried now */
  readonly onWake: () => void
  readonly log: (level: 'info' | 'warn', message: string, fields: Readonly<Record<string, unknown>>) => void
  /** milliseconds of a clock that only goes forward */
  readonly now: () => number
}

const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 30_000
/** After a start that lasted this long, a crash is a new one. */
const STABLE_MS = 60_000
/** CoreDNS takes SIGUSR1 only once it is up, and a reload makes it fetch all zones anew: not more often than this. */
const RELOAD_PAUSE_MS = 1_000
/** How long after the signal it is looked whether the reload is done; after that at doubled times. */
const LOOK_MS = 50
/** A reload that failed so often, in about half a minute, is not going to succeed; a start may. */
const MOST_RELOADS = 5
const DNS_PORT = 53
const PRIMARIES_PAUSE_MS = 2_000
const WATCH_MS = 1_000
const LARGEST_LOG_BYTES = 8 * 1024 * 1024

/**
 * The CoreDNS of this hypervisor. It outlives the agent: an agent that is stopped, crashes or is upgraded interrupts no VM's DNS, and the
 * next one finds the process and takes it over. It stays in the agent's process group, so whoever runs the agent can end both at once.
 */
export class CoreDns {
  readonly #options: CoreDnsOptions
  readonly #watch: NodeJS.Timeout
  #running: Running | undefined
  #known = false
  #startedAt = 0
  #signalledAt = 0
  #notBefore = 0
  #failures = 0
  /** signals since it last had the configuration that it should have */
  #reloads = 0
  #postponed = false
  #timer: NodeJS.Timeout | undefined

  constructor(options: CoreDnsOptions) {
    this.#options = options
    // A process that this agent took over is nobody's child here, so its end has to be looked for.
    this.#watch = setInterval(() => {
      if (this.#running !== undefined && !isAlive(this.#running)) options.onWake()
    }, WATCH_MS)
    this.#watch.unref()
  }

  /** The networks that CoreDNS answers with the right names, whichever moment of a reload it is. */
  async loaded(): Promise<ReadonlySet<NetworkKey>> {
    await this.#find()
    return new Set(this.#running?.networks ?? [])
  }

  /** Makes CoreDNS run with this configuration. What has to wait wakes the caller later. @throws Error when it cannot be started */
  async ensure(wanted: EdgeConfiguration): Promise<void> {
    await this.#find()
    this.#boundLog()
    const running = this.#running
    // Somebody removed the namespace and it was made anew: a process keeps the old one alive, and answers nobody there.
    const stray = running !== undefined && isAlive(running) && !isInNetns(running, this.#options.netns)
    if (stray) process.kill(running.pid, 'SIGTERM')
    if (running === undefined || stray || !isAlive(running)) await this.#start(wanted)
    else if (running.mark === wanted.mark) this.#reloads = 0
    else if (await this.#hasLoaded(running, wanted)) await this.#loadedNow(running, wanted)
    else await this.#reload(running, wanted)
  }

  /** Stops looking after it. CoreDNS goes on. */
  release(): void {
    clearInterval(this.#watch)
    clearTimeout(this.#timer)
  }

  get #stateFile(): string {
    return join(this.#options.dir, 'coredns.json')
  }
  get #corefile(): string {
    return join(this.#options.dir, 'Corefile')
  }
  get #arguments(): readonly string[] {
    return ['-conf', this.#corefile]
  }
  get #logFile(): string {
    return join(this.#options.dir, 'coredns.log')
  }

  async #find(): Promise<void> {
    if (this.#known) return
    const found = parseRunning(await readIfThere(this.#stateFile))
    if (found !== undefined && isAlive(found)) {
      this.#running = found
      this.#options.log('info', 'took over the running CoreDNS', { pid: found.pid })
    }
    this.#known = true
    this.#endOthers()
  }

  /**
   * Ends every CoreDNS of this folder but the recorded one: one whose record was lost, or whose agent was killed before it wrote it down. All of
   * them share the addresses (SO_REUSEPORT), so VMs would be answered by the one or the other, and nobody would reload the other.
   */
  #endOthers(): void {
    const { netns, log } = this.#options
    for (const { pid } of processesIn(netns, this.#arguments)) {
      if (pid === this.#running?.pid) continue
      process.kill(pid, 'SIGKILL')
      log('warn', 'ended a CoreDNS that was not on record', { pid })
    }
  }

  async #remember(running: Running): Promise<void> {
    this.#running = running
    await replaceFile(this.#stateFile, JSON.stringify(running))
  }

  /** Runs a crashed CoreDNS again, at growing distances. */
  async #start({ corefile, mark, networks }: EdgeConfiguration): Promise<void> {
    const { now, binary, netns, log } = this.#options
    if (this.#running !== undefined) this.#noteCrash(this.#running)
    if (now() < this.#notBefore) {
      this.#wakeIn(this.#notBefore - now())
      return
    }
    this.#endOthers()
    await replaceFile(this.#corefile, corefile)
    const output = openSync(this.#logFile, 'a', 0o644)
    const [file, ...args] = inNetns(netns, [binary, ...this.#arguments])
    // A file and no pipe: a Go program dies of a pipe that nobody reads (os/signal, "SIGPIPE").
    const child = spawn(file, args, { stdio: ['ignore', output, output], cwd: this.#options.dir })
    closeSync(output)
    child.once('exit', this.#options.onWake)
    await once(child, 'spawn')
    child.unref()
    this.#startedAt = now()
    this.#signalledAt = now()
    await this.#remember({
      ...(identityOf(child.pid ?? 0) ?? { pid: child.pid ?? 0, started: '' }),
      mark,
      networks,
    })
    log('info', 'started CoreDNS', { pid: child.pid })
    // Its networks may be asked now.
    this.#options.onWake()
  }

  #noteCrash({ pid }: Running): void {
    const { now, log } = this.#options
    const lived = now() - this.#startedAt
    this.#failures = lived < STABLE_MS ? this.#failures + 1 : 0
    const pauseMs = this.#failures === 0 ? 0 : Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (this.#failures - 1))
    this.#notBefore = now() + pauseMs
    this.#running = undefined
    log('warn', 'CoreDNS has ended; its log says why', { pid, log: this.#logFile, pauseMs })
  }

  /** Has it load another configuration; when it has not done so after a while, once more, at growing distances, and then a new process. */
  async #reload(running: Running, wanted: EdgeConfiguration): Promise<void> {
    const { now, log } = this.#options
    const wait = this.#signalledAt + RELOAD_PAUSE_MS * 2 ** Math.max(0, this.#reloads - 1) - now()
    if (wait > 0) {
      this.#wakeIn(this.#reloads === 0 ? wait : Math.min(wait, Math.max(LOOK_MS, now() - this.#signalledAt)))
      return
    }
    if (!(await this.#primariesAnswer())) return
    const reload = { pid: running.pid, attempt: this.#reloads + 1, log: this.#logFile }
    if (this.#reloads > 0) log('warn', 'CoreDNS has not loaded its configuration; its log says why', reload)
    if (this.#reloads >= MOST_RELOADS) {
      process.kill(running.pid, 'SIGKILL')
      this.#reloads = 0
      return
    }
    await replaceFile(this.#corefile, wanted.corefile)
    // Before the signal: from there on nobody knows what it answers, until its sockets say so.
    await this.#remember(afterSignal(running, wanted))
    process.kill(running.pid, 'SIGUSR1')
    this.#signalledAt = now()
    this.#reloads += 1
    this.#wakeIn(LOOK_MS)
  }

  /** The file counts too: what was wanted a moment ago may be on its way, and comes after what the sockets say now. */
  async #hasLoaded(running: Running, { corefile, mark }: EdgeConfiguration): Promise<boolean> {
    return isLoaded(mark, udpListeners(running, DNS_PORT)) && (await readIfThere(this.#corefile)) === corefile
  }

  async #loadedNow(running: Running, { mark, networks }: EdgeConfiguration): Promise<void> {
    this.#reloads = 0
    await this.#remember({ ...running, mark, networks })
    this.#options.log('info', 'reloaded CoreDNS', { pid: running.pid })
    // Its networks may be asked now.
    this.#options.onWake()
  }

  /**
   * A reload drops the copies of all zones (CoreDNS, plugin secondary). With nobody to fetch them from, old networks would pay
   * for a new one that cannot be served either.
   */
  async #primariesAnswer(): Promise<boolean> {
    const { primariesAnswer, log } = this.#options
    const answer = await primariesAnswer()
    if (!answer) {
      if (!this.#postponed) log('warn', 'CoreDNS keeps its configuration until a primary answers', {})
      this.#wakeIn(PRIMARIES_PAUSE_MS)
    }
    this.#postponed = !answer
    return answer
  }

  #wakeIn(ms: number): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(this.#options.onWake, ms)
    this.#timer.unref()
  }

  /** CoreDNS logs what VMs can cause, so the log has a limit; it is opened for appending, and goes on at the new end. */
  #boundLog(): void {
    const size = statSync(this.#logFile, { throwIfNoEntry: false })?.size ?? 0
    if (size < LARGEST_LOG_BYTES) return
    copyFileSync(this.#logFile, `${this.#logFile}.1`)
    truncateSync(this.#logFile)
  }
}
