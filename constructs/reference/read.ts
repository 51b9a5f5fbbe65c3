import { join, relative } from 'node:path'
import ts from 'typescript'
import { SOURCES } from '../packaging/sources.ts'
import type { Call, Described, Entry, Value } from './model.ts'

/** Reads what a source exports, and what its doc comments say, by TypeScript itself. */

type Callable = ts.SignatureDeclaration

const onOneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim()

const described = (name: string, symbol: ts.Symbol | ts.Signature, checker: ts.TypeChecker): Described => ({
  name,
  text: onOneLine(ts.displayPartsToString(symbol.getDocumentationComment(checker))),
  throws: tagsOf(symbol, checker)
    .filter((tag) => tag.name === 'throws')
    .map(({ text }) => onOneLine(ts.displayPartsToString(text))),
})

const tagsOf = (symbol: ts.Symbol | ts.Signature, checker: ts.TypeChecker): readonly ts.JSDocTagInfo[] =>
  'flags' in symbol ? symbol.getJsDocTags(checker) : symbol.getJsDocTags()

/** As it is written in the source, where it is. */
const typeOf = (node: { readonly type?: ts.TypeNode | undefined }, fallback: () => string): string =>
  onOneLine(node.type?.getText().replace(/ \| undefined$/, '') ?? fallback())

const callOf = (name: string, declaration: Callable, checker: ts.TypeChecker): readonly Call[] => {
  const signature = checker.getSignatureFromDeclaration(declaration)
  if (signature === undefined) return []
  const parameters = declaration.parameters
    .filter((each) => each.name.getText() !== 'this')
    .map((each) => onOneLine(each.getText()))
  const result = typeOf(declaration, () => checker.typeToString(signature.getReturnType()))
  const returns = ts.isConstructorDeclaration(declaration) ? '' : `: ${result}`
  return [{ ...described(name, signature, checker), signature: `${name}(${parameters.join(', ')})${returns}` }]
}

const isPublic = (declaration: ts.Declaration): boolean =>
  (ts.getCombinedModifierFlags(declaration) & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected)) === 0 &&
  !(ts.isClassElement(declaration) && declaration.name !== undefined && ts.isPrivateIdentifier(declaration.name))

const callableOf = (declaration: ts.Declaration): Callable | undefined => {
  if (ts.isMethodDeclaration(declaration) || ts.isMethodSignature(declaration)) return declaration
  if (!ts.isPropertyAssignment(declaration)) return undefined
  return ts.isArrowFunction(declaration.initializer) ? declaration.initializer : undefined
}

/** What declares a value, with its type where that is written. */
type Typed = ts.PropertyDeclaration | ts.PropertySignature | ts.GetAccessorDeclaration

const isTyped = (node: ts.Node): node is Typed =>
  ts.isPropertyDeclaration(node) || ts.isPropertySignature(node) || ts.isGetAccessorDeclaration(node)

const valueOf = (name: string, symbol: ts.Symbol, checker: ts.TypeChecker): Value => {
  const declaration = symbol.valueDeclaration
  const inferred = (): string => checker.typeToString(checker.getTypeOfSymbol(symbol))
  return {
    ...described(name, symbol, checker),
    type: declaration !== undefined && isTyped(declaration) ? typeOf(declaration, inferred) : inferred(),
    optional: (symbol.flags & ts.SymbolFlags.Optional) !== 0,
  }
}

type Members = Pick<Entry, 'calls' | 'values'>

const membersOf = (symbols: readonly ts.Symbol[], owner: string, checker: ts.TypeChecker): Members => {
  const members = symbols.flatMap((symbol) => {
    const declaration = symbol.valueDeclaration
    return declaration !== undefined && isPublic(declaration) ? [{ symbol, declaration }] : []
  })
  const nameOf = (symbol: ts.Symbol): string => `${owner}${symbol.name}`
  return {
    calls: members.flatMap(({ symbol, declaration }) => {
      const callable = callableOf(declaration)
      if (callable === undefined) return []
      // An arrow function's comment is its property's.
      return callOf(nameOf(symbol), callable, checker).map((call) => ({
        ...call,
        ...described(call.name, symbol, checker),
      }))
    }),
    values: members
      .filter(({ declaration }) => callableOf(declaration) === undefined)
      .map(({ symbol }) => valueOf(nameOf(symbol), symbol, checker)),
  }
}

const classMembers = (declaration: ts.ClassDeclaration, name: string, checker: ts.TypeChecker): Members => {
  const own = declaration.members.filter((member) => member.name !== undefined)
  const symbolsOf = (isStatic: boolean): readonly ts.Symbol[] =>
    own
      .filter((member) => ((ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Static) !== 0) === isStatic)
      .flatMap((member) => (member.name === undefined ? [] : (checker.getSymbolAtLocation(member.name) ?? [])))
  const made = declaration.members
    .filter(ts.isConstructorDeclaration)
    .filter(isPublic)
    .flatMap((each) => callOf(`new ${name}`, each, checker))
  const statics = membersOf(symbolsOf(true), `${name}.`, checker)
  const members = membersOf(symbolsOf(false), '', checker)
  return { calls: [...made, ...statics.calls, ...members.calls], values: [...statics.values, ...members.values] }
}

const extendsConstruct = (declaration: ts.ClassDeclaration): boolean =>
  declaration.heritageClauses?.some(
    ({ token, types }) =>
      token === ts.SyntaxKind.ExtendsKeyword && types.some((type) => type.getText() === 'Construct'),
  ) === true

const contentsOf = (declaration: ts.Declaration, symbol: ts.Symbol, checker: ts.TypeChecker): Partial<Entry> => {
  if (ts.isClassDeclaration(declaration))
    return { isConstruct: extendsConstruct(declaration), ...classMembers(declaration, symbol.name, checker) }
  if (ts.isInterfaceDeclaration(declaration))
    return membersOf(checker.getPropertiesOfType(checker.getDeclaredTypeOfSymbol(symbol)), '', checker)
  if (ts.isTypeAliasDeclaration(declaration)) return { type: onOneLine(declaration.type.getText()) }
  if (!ts.isVariableDeclaration(declaration)) return {}
  const { initializer } = declaration
  if (initializer !== undefined && ts.isArrowFunction(initializer))
    return { calls: callOf(symbol.name, initializer, checker).map((call) => ({ ...call, text: '', throws: [] })) }
  return membersOf(checker.getPropertiesOfType(checker.getTypeOfSymbol(symbol)), `${symbol.name}.`, checker)
}

/** Everything that an entry of the package exports, in the order of its names. @throws Error when the program has no such source */
export const entriesOf = (program: ts.Program, entry: string): readonly Entry[] => {
  const checker = program.getTypeChecker()
  const source = program.getSourceFile(join(SOURCES, `${entry}.ts`))
  const module = source && checker.getSymbolAtLocation(source)
  if (module === undefined) throw new Error(`${entry}.ts is no module of the constructs`)
  return checker
    .getExportsOfModule(module)
    .map((each) => ((each.flags & ts.SymbolFlags.Alias) === 0 ? each : checker.getAliasedSymbol(each)))
    .flatMap((symbol): readonly Entry[] => {
      const [declaration] = symbol.declarations ?? []
      if (declaration === undefined) return []
      const file = relative(SOURCES, declaration.getSourceFile().fileName).replace(/\.ts$/, '')
      const common = { source: file, isConstruct: false, calls: [], values: [] }
      return [{ ...described(symbol.name, symbol, checker), ...common, ...contentsOf(declaration, symbol, checker) }]
    })
    .sort((a, b) => a.name.localeCompare(b.name, 'en'))
}
