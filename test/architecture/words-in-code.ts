import ts from 'typescript';
import { lineOf, nodesOf, parse } from './syntax.ts';

/** A thing that code may not say, where, and what to do instead. */
export interface CodeWord {
  readonly name: string;
  readonly remedy: string;
  readonly where: (file: string) => boolean;
  readonly breaks: (node: ts.Node) => boolean;
  /** A line that breaks it, and the file in which it would. */
  readonly planted: readonly (readonly [file: string, line: string])[];
}

const inside =
  (...folders: readonly string[]) =>
  (file: string): boolean =>
    folders.some((folder) => file.startsWith(`${folder}/`));
const calls = (node: ts.Node, ...names: readonly string[]): boolean =>
  ts.isCallExpression(node) && names.includes(node.expression.getText().replace(/\s|\?/g, ''));
const bannedName = /(^|[a-z0-9])(Utils?|Helpers?|Common|Shared|Misc|Manager|Dto|Interfaces)$/;
/** AWS calls its products services, so values may speak of one; a class of that name is a drawer. */
const bannedClass = /Service$/;

/** The name that a class gives, or an exported function or constant: what others will look for. */
function declaredName(node: ts.Node): string {
  if (ts.isClassDeclaration(node)) return node.name?.text ?? '';
  if (ts.isFunctionDeclaration(node)) return node.modifiers?.some(isExport) ? (node.name?.text ?? '') : '';
  if (!ts.isVariableDeclaration(node) || !ts.isIdentifier(node.name)) return '';
  const statement = node.parent.parent;
  const exported = ts.isVariableStatement(statement) && statement.modifiers?.some(isExport);
  return exported ? node.name.text : '';
}
const isExport = ({ kind }: ts.ModifierLike): boolean => kind === ts.SyntaxKind.ExportKeyword;

/** What imports cannot show, one line each. */
export const codeWords: readonly CodeWord[] = [
  {
    name: 'cast',
    remedy: 'parse with a schema, narrow with a predicate, or write `satisfies`; `as const` is fine.',
    where: inside('lambdas', 'lib'),
    breaks: (node) =>
      ts.isTypeAssertionExpression(node) || (ts.isAsExpression(node) && node.type.getText() !== 'const'),
    planted: [
      ['lambdas/leads/lead.ts', 'export const a = JSON.parse(text) as Lead;'],
      ['lib/leads.ts', 'export const a = <Lead>JSON.parse(text);'],
    ],
  },
  {
    name: 'environment',
    remedy: 'the contract names the variable, runtime reads it: ask for it as an argument.',
    where: (file) => inside('lambdas', 'lib')(file) && !inside('lambdas/foundation/runtime')(file),
    breaks: (node) => ts.isPropertyAccessExpression(node) && /^(globalThis\.)?process\.env$/.test(node.getText()),
    planted: [['lambdas/leads/lead.ts', 'export const a = process.env.LEADS;']],
  },
  {
    name: 'time-or-chance',
    remedy: 'take a Clock (core/clock.ts) as an argument.',
    where: (file) => inside('lambdas')(file) && file !== 'lambdas/foundation/core/clock.ts',
    breaks: (node) =>
      calls(node, 'Date.now', 'Date', 'Math.random', 'performance.now') ||
      (ts.isNewExpression(node) && node.expression.getText() === 'Date' && !node.arguments?.length),
    planted: [
      ['lambdas/leads/lead.ts', 'export const a = Date.now();'],
      ['lambdas/leads/lead.ts', 'export const a = new Date();'],
      ['lambdas/leads/lead.ts', 'export const a = Math.random();'],
    ],
  },
  {
    name: 'fetch',
    remedy: 'Meta is called through the Graph door, a user’s address through runtime/outside.',
    where: inside('lambdas'),
    breaks: (node) => calls(node, 'fetch', 'globalThis.fetch'),
    planted: [['lambdas/leads/lead.ts', 'export const a = await fetch(url);']],
  },
  {
    name: 'module-mock',
    remedy: 'doors are arguments: hand the code a fake from test/fakes.',
    where: inside('test', 'bench'),
    breaks: (node) => calls(node, 'jest.mock', 'jest.doMock', 'jest.unstable_mockModule'),
    planted: [['test/lambdas/leads/lead.test.ts', "jest.mock('./lead.ts');"]],
  },
  {
    name: 'test-left-out',
    remedy: 'a test runs or is deleted; what needs ../shared uses test/shared-material.ts.',
    where: (file) => inside('test')(file) && file !== 'test/shared-material.ts',
    breaks: (node) =>
      ts.isPropertyAccessExpression(node) && /^(it|test|describe)\.(skip|only|todo)$/.test(node.getText()),
    planted: [
      ['test/lambdas/leads/lead.test.ts', "it.skip('keeps a lead', () => {});"],
      ['test/lambdas/leads/lead.test.ts', "describe.only('a lead', () => {});"],
    ],
  },
  {
    name: 'zod-by-name',
    remedy: "write `import * as z from 'zod/mini'` (`zod` outside lambdas): a named import bundles 454 kB.",
    where: () => true,
    breaks: (node) =>
      ts.isImportDeclaration(node) &&
      /^'zod(\/mini)?'$/.test(node.moduleSpecifier.getText()) &&
      !(node.importClause?.namedBindings && ts.isNamespaceImport(node.importClause.namedBindings)) &&
      node.importClause?.phaseModifier !== ts.SyntaxKind.TypeKeyword,
    planted: [['lambdas/leads/lead.ts', "import { z } from 'zod/mini';"]],
  },
  {
    name: 'heavy-zod',
    remedy: 'write it with `zod/mini`: a bundle that carries `zod` starts 10 ms of CPU later (docs/decisions/0006).',
    where: inside('lambdas'),
    breaks: (node) =>
      ts.isImportDeclaration(node) &&
      node.moduleSpecifier.getText() === "'zod'" &&
      node.importClause?.phaseModifier !== ts.SyntaxKind.TypeKeyword,
    planted: [['lambdas/leads/routes.ts', "import * as z from 'zod';"]],
  },
  {
    name: 'token-in-clear',
    remedy: 'only the Graph door and the vault see a token’s text; hand on the `AccessToken` itself.',
    where: (file) =>
      inside('lambdas')(file) &&
      !inside('lambdas/foundation/meta')(file) &&
      file !== 'lambdas/foundation/store/dynamo-token-vault.ts',
    breaks: (node) => calls(node, 'AccessToken.textOf'),
    planted: [
      ['lambdas/oauth/link.ts', 'export const a = AccessToken.textOf(token);'],
      ['lambdas/foundation/store/connections.ts', 'export const a = AccessToken.textOf(token);'],
    ],
  },
  {
    name: 'drawer-name',
    remedy: 'name it after what it does; a drawer collects what nobody placed.',
    where: inside('bin', 'lib', 'lambdas', 'local', 'bench'),
    breaks: (node) =>
      bannedName.test(declaredName(node).replace(/^./, (letter) => letter.toUpperCase())) ||
      (ts.isClassDeclaration(node) && bannedClass.test(declaredName(node))),
    planted: [
      ['lambdas/leads/lead.ts', 'export class LeadManager {}'],
      ['lambdas/leads/lead.ts', 'class LeadService {}'],
      ['lambdas/leads/lead.ts', 'export const leadHelpers = {};'],
    ],
  },
];

/** Everything in one file that a word of the table forbids. */
export function findingsIn(file: string, text: string): readonly { word: string; line: number }[] {
  const words = codeWords.filter(({ where }) => where(file));
  if (words.length === 0) return [];
  return nodesOf(parse(file, text)).flatMap((node) =>
    words.filter(({ breaks }) => breaks(node)).map(({ name }) => ({ word: name, line: lineOf(node) })),
  );
}
