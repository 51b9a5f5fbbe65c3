import { dirname, join, relative } from 'node:path'
import ts from 'typescript'
import { OPTIONS, ownSources, programOf } from './sources.ts'
import type { Target } from './targets.ts'

/** From the sources to what users load: CommonJS and declarations, file by file, so that names and comments are the sources'. */

/** The files of a package, by their path in it. */
export type Files = ReadonlyMap<string, string>

/** The bundle of what is taken of the contract, beside the compiled sources. */
export const CONTRACT = 'contract.js'

const API = '@quantumnet/api'

/** The names that a source takes of the contract at run time. */
const takenOf = (source: ts.SourceFile): readonly string[] =>
  source.statements.filter(ts.isImportDeclaration).flatMap(({ importClause, moduleSpecifier }) => {
    if (importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword) return []
    if (!ts.isStringLiteral(moduleSpecifier) || moduleSpecifier.text !== API) return []
    const names = importClause?.namedBindings
    if (names === undefined || !ts.isNamedImports(names))
      throw new Error(`${source.fileName}: import names of ${API}, which can be bundled`)
    return names.elements
      .filter(({ isTypeOnly }) => !isTypeOnly)
      .map(({ name, propertyName = name }) => propertyName.text)
  })

const pathTo = (file: string, from: string): string => {
  const path = relative(dirname(from), file)
  return path.startsWith('.') ? path : `./${path}`
}

const javaScriptOf = (name: string, { text }: ts.SourceFile): string =>
  ts
    .transpileModule(text, {
      compilerOptions: { ...OPTIONS, module: ts.ModuleKind.CommonJS, rewriteRelativeImportExtensions: true },
    })
    .outputText.replaceAll(`require("${API}")`, `require("${pathTo(CONTRACT, name)}")`)

const declarationsOf = (program: ts.Program): Files =>
  new Map(
    [...ownSources(program)].map(([name, source]) => {
      let written = ''
      program.emit(source, (_file, text) => (written = text))
      return [name, written.replaceAll(/((?:from |import\()['"]\.[^'"]*)\.ts(?=['"])/g, '$1.js')]
    }),
  )

const importsOf = (name: string, text: string): readonly string[] =>
  ts
    .preProcessFile(text)
    .importedFiles.map(({ fileName }) =>
      fileName.startsWith('.') ? join(dirname(name), fileName.replace(/\.js$/, '')) : fileName,
    )

/**
 * The declarations that users see from the entries. The others would ask for modules that no user has.
 * @throws Error when one that users see does so
 */
export const seenFrom = (entries: readonly string[], declarations: Files): Files => {
  const seen = new Map<string, string>()
  const waiting = [...entries]
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const text = declarations.get(name)
    if (text === undefined || seen.has(name)) continue
    seen.set(name, text)
    const imports = importsOf(name, text)
    const foreign = imports.find((each) => each.startsWith('@quantumnet/') || each === 'zod')
    if (foreign !== undefined) throw new Error(`${name}.ts shows types of ${foreign}, which users do not have`)
    waiting.push(...imports)
  }
  return seen
}

/** What a package is compiled to, and the names that its files take of the contract's bundle. */
export const compile = (
  entries: readonly string[],
  target: Target,
): { readonly files: Files; readonly taken: readonly string[] } => {
  const program = programOf(entries, target)
  const sources = [...ownSources(program)]
  const declarations = [...seenFrom(entries, declarationsOf(program))]
  return {
    files: new Map([
      ...sources.map(([name, source]): [string, string] => [`${name}.js`, javaScriptOf(name, source)]),
      ...declarations.map(([name, text]): [string, string] => [`${name}.d.ts`, text]),
    ]),
    taken: [...new Set(sources.flatMap(([, source]) => takenOf(source)))].sort(),
  }
}
