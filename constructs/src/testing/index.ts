export { quantumnetMatchers, type Properties, type QuantumnetMatchers } from './matchers.ts'
export type { TerraformOptions } from './terraform.ts'
