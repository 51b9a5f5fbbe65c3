export { Agent } from './agent.ts'
export { ConfigError, readConfig, type AgentConfig, type EdgeConfig } from './config.ts'
