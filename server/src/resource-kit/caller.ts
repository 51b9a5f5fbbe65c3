import { projectRoles, type Access, type PlannedChange, type ProjectRole } from '@quantumnet/api'
import { DomainError } from '../errors.ts'

/** What a token may do, as the database says. */
export interface Grants {
  readonly tokenId: string
  readonly tokenName: string
  readonly role: ProjectRole | 'platform_admin' | 'node' | 'feed'
  /** The token's own project; null: a token of the platform. */
  readonly projectId: string | null
  /** A token of role node speaks for this hypervisor only; null: for any. */
  readonly node: string | null
  /** From then on the token is refused; null: never. */
  readonly expiresAt: Date | null
  /** Roles by project: the token's own, and those of its role bindings. */
  readonly roles: Readonly<Record<string, ProjectRole>>
}

/** What a request says of how it wants to be carried out. */
export interface RequestTerms {
  readonly requestId: string
  /** Who may call the route. */
  readonly access: Access
  /** Everything is checked, and nothing is written. */
  readonly dryRun: boolean
  /** Generations that If-Match names; undefined: any will do. */
  readonly ifMatch?: readonly number[] | undefined
  readonly idempotency?: Idempotency | undefined
}

/** A request that is to be carried out once, however often it comes. */
export interface Idempotency {
  readonly key: string
  /** `POST /v1/ports`: the same key on another route is another key. */
  readonly route: string
  /** SHA-256 of all that was asked for. */
  readonly digest: Buffer
}

const NOBODY: Grants = {
  tokenId: '00000000-0000-0000-0000-000000000000',
  tokenName: 'nobody',
  role: 'feed',
  projectId: null,
  node: null,
  expiresAt: null,
  roles: {},
}

const isProjectRole = (access: Access): access is ProjectRole => projectRoles.some((role) => role === access)

const includes = (have: ProjectRole, needed: ProjectRole): boolean =>
  projectRoles.indexOf(have) >= projectRoles.indexOf(needed)

export const higherRole = (one: ProjectRole, other: ProjectRole | undefined): ProjectRole =>
  other !== undefined && includes(other, one) ? other : one

/**
 * Decides what the route alone decides: whether it is for tokens of this kind, whatever project it is about.
 * @throws DomainError forbidden
 */
export const requireRoute = (role: Grants['role'], access: Exclude<Access, 'public'>): void => {
  const isService = role === 'node' || role === 'feed'
  const fits = isProjectRole(access) ? !isService : role === access
  if (fits) return
  throw new DomainError(
    'forbidden',
    `this operation needs a token of role "${access}"${isProjectRole(access) ? ' in a project' : ''}; this one has the role "${role}"`,
  )
}

/**
 * Who asks, and how: made for each request, and what commands and queries decide by.
 *
 * The latch. Whether a caller may do something depends on the project of what it is about, and that is known only in the command. So that
 * none can forget to ask, the caller remembers whether it was asked: `commit` refuses a transaction, and the HTTP layer an answer, for
 * which nobody decided anything (ADR 34). What the route alone decides (public, platform_admin, node, feed) is decided when the caller is made.
 */
export class Caller {
  readonly tokenId: string
  readonly tokenName: string
  readonly role: Grants['role']
  readonly projectId: string | null
  readonly node: string | null
  readonly expiresAt: Date | null
  readonly requestId: string
  readonly access: Access
  readonly dryRun: boolean
  readonly ifMatch: readonly number[] | undefined
  readonly idempotency: Idempotency | undefined
  /** What a dry run would have changed. Collected by `record`. */
  readonly planned: PlannedChange[] = []
  /** Whether the answer is that of an earlier request with the same Idempotency-Key. */
  replayed = false
  readonly #roles: Readonly<Record<string, ProjectRole>>
  #decided: boolean

  /** @param grants undefined: of a public route nobody in particular */
  constructor(grants: Grants | undefined, terms: RequestTerms) {
    const { tokenId, tokenName, role, projectId, node, expiresAt, roles } = grants ?? NOBODY
    this.tokenId = tokenId
    this.tokenName = tokenName
    this.role = role
    this.projectId = projectId
    this.node = node
    this.expiresAt = expiresAt
    this.requestId = terms.requestId
    this.access = terms.access
    this.dryRun = terms.dryRun
    this.ifMatch = terms.ifMatch
    this.idempotency = terms.idempotency
    this.#roles = roles
    this.#decided = !isProjectRole(terms.access)
  }

  /** Whether somebody has decided that this caller may do what it does. */
  get decided(): boolean {
    return this.#decided
  }

  /** The role in a project; undefined: for this caller there is no such project. */
  roleIn(projectId: string): ProjectRole | undefined {
    return this.role === 'platform_admin' ? 'admin' : this.#roles[projectId]
  }

  /** Whether the caller is an operator of a project, or more; of what belongs to the platform (null) its admins are. */
  operates(projectId: string | null): boolean {
    const role = projectId === null ? this.#platformRole() : this.roleIn(projectId)
    return role !== undefined && includes(role, 'operator')
  }

  /**
   * Decides that the caller may do in a project what the route is for, or what `needed` says. What belongs to the platform (null) is for its
   * admins; others do not see it.
   * @param missing the refusal of who may not see it: the same as if it were not there
   * @throws what `missing` gives; DomainError forbidden when it may be seen, but the role is too low
   */
  requireIn(projectId: string | null, missing: () => DomainError, needed: ProjectRole = this.#needed()): void {
    const role = projectId === null ? this.#platformRole() : this.roleIn(projectId)
    if (role === undefined) throw missing()
    if (!includes(role, needed)) throw this.notAllowed(projectId, needed)
    this.#decided = true
  }

  /** The refusal of a caller who may see something of a project (null: of the platform), but whose role there is too low. */
  notAllowed(projectId: string | null, needed: ProjectRole = this.#needed()): DomainError {
    const where = projectId === null ? 'of the platform' : `in project ${projectId}`
    const role = projectId === null ? undefined : this.roleIn(projectId)
    return new DomainError(
      'forbidden',
      `this operation needs the role "${needed}" ${where}; this token has ${role === undefined ? 'none' : `the role "${role}"`} there`,
    )
  }

  /**
   * Decides that the caller may read what is shared with these projects, beside its own. @throws what `missing` gives
   */
  requireAnyOf(projectIds: readonly (string | null)[] | 'all', missing: () => DomainError): void {
    const among = projectIds === 'all' ? [null, ...Object.keys(this.#roles)] : projectIds
    const seen = among.some((id) => (id === null ? this.#platformRole() : this.roleIn(id)) !== undefined)
    if (!seen) throw missing()
    this.#decided = true
  }

  /** Decides that the caller may do what concerns the platform. @throws DomainError forbidden */
  requirePlatform(): void {
    if (this.role !== 'platform_admin')
      throw new DomainError(
        'forbidden',
        `this needs a token of role "platform_admin"; this one has the role "${this.role}"`,
      )
    this.#decided = true
  }

  /** Decides that everybody who may call the route may have its answer: for what belongs to no project, and for what is about the caller. */
  allowAny(): void {
    this.#decided = true
  }

  /** Decides that a list shows what belongs to these projects, and gives them. */
  visible(): 'all' | readonly string[] {
    this.#decided = true
    return this.role === 'platform_admin' ? 'all' : Object.keys(this.#roles)
  }

  /** @throws Error, which is a fault of ours, when nobody decided anything */
  requireDecision(): void {
    if (!this.#decided) throw new Error('nobody decided whether the caller may do this: the request is refused')
  }

  /** The only project that the caller has to do with, when there is just one. */
  onlyProject(): string | undefined {
    const projects = Object.keys(this.#roles)
    return projects.length === 1 ? projects[0] : undefined
  }

  /** @throws DomainError precondition_failed when If-Match names other generations */
  requireMatch(generation: number): void {
    if (this.ifMatch === undefined || this.ifMatch.includes(generation)) return
    throw new DomainError(
      'precondition_failed',
      `If-Match does not name the newest generation, which has the ETag "${String(generation)}"`,
    )
  }

  #platformRole(): ProjectRole | undefined {
    return this.role === 'platform_admin' ? 'admin' : undefined
  }

  #needed(): ProjectRole {
    return isProjectRole(this.access) ? this.access : 'admin'
  }
}
