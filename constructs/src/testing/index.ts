export const quantumnetMatchers = (): object => ({})
