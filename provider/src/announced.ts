/**
 * The answer to GetProviderSchema as it was made when the provider was bundled, which puts a file with the bytes in the place of this one. Where the
 * sources run as they are, it is made when it is asked for.
 */
export const announced: (() => Uint8Array) | undefined = undefined
