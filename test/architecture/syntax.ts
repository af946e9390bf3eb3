import ts from 'typescript';

/** Parses one file; positions and parents are set. */
export const parse = (file: string, text: string): ts.SourceFile =>
  ts.createSourceFile(file, text, ts.ScriptTarget.ESNext, true);

/** Every node of a file, in the order of the text. */
export function nodesOf(source: ts.SourceFile): readonly ts.Node[] {
  const nodes: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    nodes.push(node);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return nodes;
}

/** The line, from 1, on which a node begins. */
export const lineOf = (node: ts.Node): number => {
  const source = node.getSourceFile();
  return source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
};

/** How many lines a node covers. */
export const linesOf = (node: ts.Node): number => {
  const source = node.getSourceFile();
  return source.getLineAndCharacterOfPosition(node.getEnd()).line + 2 - lineOf(node);
};

/**
 * A function worth measuring: it has a body in braces, or it is an arrow that a name holds. An inline `(x) => x.id` is
 * part of the line it stands in, and counting it would only flatter the median.
 */
export function isMeasured(node: ts.Node): node is ts.FunctionLikeDeclaration {
  if (!ts.isFunctionLike(node) || !('body' in node) || node.body === undefined) return false;
  return !ts.isArrowFunction(node) || ts.isBlock(node.body) || ts.isVariableDeclaration(node.parent);
}
