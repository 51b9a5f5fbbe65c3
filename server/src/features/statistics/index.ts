export { BALANCED_JOIN, balancedColumn, balancedView, PORT_STATISTICS, portStatisticsView } from './shown.ts'
export { enterBalanced, enterPortSamples } from './store.ts'
