/** What every construct of a resource can be given. */
export interface CommonProps {
  /** Name for people, also in messages. Default: the construct's id. */
  readonly name?: string | undefined
  /** Free text of at most 1000 characters. */
  readonly description?: string | undefined
  /** Up to 64 labels of your own. */
  readonly labels?: Readonly<Record<string, string>> | undefined
}

/** The construct that stands for the resource itself: with it the resource has the construct's own name in Terraform. */
export const RESOURCE = 'Default'
