import { dirname, join, relative, resolve } from 'node:path'
import ts from 'typescript'
import type { Target } from './targets.ts'

/** The sources as they are read for a framework, checked against it. */

export const SOURCES = resolve(import.meta.dirname, '../src')
const TYPES = resolve(import.meta.dirname, '../../node_modules/@types')

export const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  lib: ['lib.es2024.d.ts'],
  types: ['node'],
  typeRoots: [TYPES],
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  skipLibCheck: true,
  isolatedModules: true,
}

/** A source on that framework: the same but for the module that it imports. */
const onFramework = (text: string, { framework }: Target): string =>
  text.replaceAll(/^(.*\bfrom )'cdktf'$/gm, `$1'${framework}'`)

const hostOf = (options: ts.CompilerOptions, target: Target): ts.CompilerHost => {
  const host = ts.createCompilerHost(options)
  const readFile = (file: string): string | undefined => {
    const text = ts.sys.readFile(file)
    return text === undefined || !file.startsWith(SOURCES) ? text : onFramework(text, target)
  }
  return Object.assign(host, {
    readFile,
    getSourceFile: (file: string, version: ts.ScriptTarget | ts.CreateSourceFileOptions) => {
      const text = readFile(file)
      return text === undefined ? undefined : ts.createSourceFile(file, text, version, true)
    },
  })
}

/**
 * The program of these entries, on that framework.
 * @throws Error with the compiler's words when a source does not fit the framework
 */
export const programOf = (entries: readonly string[], target: Target): ts.Program => {
  const options: ts.CompilerOptions = {
    ...OPTIONS,
    module: ts.ModuleKind.NodeNext,
    allowImportingTsExtensions: true,
    declaration: true,
    emitDeclarationOnly: true,
    rootDir: dirname(SOURCES),
  }
  const host = hostOf(options, target)
  const program = ts.createProgram(
    entries.map((entry) => join(SOURCES, `${entry}.ts`)),
    options,
    host,
  )
  const problems = ts.getPreEmitDiagnostics(program)
  if (problems.length > 0) throw new Error(ts.formatDiagnostics(problems, host))
  return program
}

/** Those of the program's files that are ours, by their path in the package without its extension. */
export const ownSources = (program: ts.Program): ReadonlyMap<string, ts.SourceFile> =>
  new Map(
    program
      .getSourceFiles()
      .filter(({ fileName }) => fileName.startsWith(SOURCES))
      .map((source) => [relative(SOURCES, source.fileName).replace(/\.ts$/, ''), source]),
  )
