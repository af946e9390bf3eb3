import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { renderDocs } from '../../../lambdas/reference/render-docs.ts';

const document = JSON.parse(readFileSync('docs/api/openapi.json', 'utf8'));

describe('the docs page', () => {
  const page = renderDocs(document);

  it('shows every operation with its scope', () => {
    const operations = Object.values<object>(document.paths).flatMap((methods) => Object.keys(methods));
    expect(operations.length).toBeGreaterThanOrEqual(14);
    expect(page.match(/<section>/g)).toHaveLength(operations.length);
    expect(page).toContain('<b>POST</b> <code>/v1/webhooks/replays</code> <i>write</i>');
    expect(page).toContain('<code>/v1/docs</code> <i>public</i>');
  });

  it('has no script, no style from elsewhere and no event attribute', () => {
    expect(page).not.toMatch(/<script|<link|<img|<iframe|\son\w+=/i);
  });

  it('escapes whatever stands in the document', () => {
    const evil = '<script>alert("1")</script>';
    const shown = renderDocs({
      info: { title: evil, version: '1', description: evil },
      paths: { [`/${evil}`]: { get: { summary: evil, responses: {} } } },
    });
    expect(shown).not.toContain('<script>');
  });
});
