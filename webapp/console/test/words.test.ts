import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import en from '../src/i18n/en.json';
import zh from '../src/i18n/zh.json';

const sources = fileURLToPath(new URL('../src', import.meta.url));

function leaves(words: object, path = ''): Map<string, string> {
  const all = new Map<string, string>();
  for (const [key, value] of Object.entries(words)) {
    const at = path === '' ? key : `${path}.${key}`;
    if (typeof value === 'string') all.set(at, value);
    else for (const [below, word] of leaves(value, at)) all.set(below, word);
  }
  return all;
}

/** Chinese has one form for all counts, English two. */
const form = (key: string) => key.replace(/_(zero|one|two|few|many|other)$/, '');
const keys = (words: object) => [...new Set([...leaves(words).keys()].map(form))].sort();
const blanks = (word: string) =>
  [...word.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort();

function code(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((each) => {
    const path = join(folder, each.name);
    if (each.isDirectory()) return code(path);
    return /\.tsx?$/.test(each.name) ? [readFileSync(path, 'utf8')] : [];
  });
}

describe('the words of the console', () => {
  it('are the same set in both languages', () => {
    expect(keys(zh)).toEqual(keys(en));
  });

  it('leave the same blanks to fill in', () => {
    const english = leaves(en);
    for (const [key, word] of leaves(zh)) {
      const other = english.get(key) ?? english.get(`${form(key)}_other`);
      expect(blanks(word), key).toEqual(blanks(other ?? ''));
      expect(word, key).not.toBe('');
    }
  });

  it('are there for every key that the code asks for', () => {
    const all = new Set(keys(en));
    const text = code(sources).join('\n');
    const asked = [...text.matchAll(/\bt\(\s*'([\w.-]+)'/g)].map(([, key]) => key as string);
    expect(asked.length).toBeGreaterThan(50);
    expect(asked.filter((key) => !all.has(key))).toEqual([]);
    const prefixes = [...text.matchAll(/\bt\(\s*`([\w.-]+)\.\$\{/g)].map(
      ([, key]) => key as string,
    );
    for (const prefix of prefixes) {
      expect(
        [...all].some((key) => key.startsWith(`${prefix}.`)),
        prefix,
      ).toBe(true);
    }
  });

  it('are all used', () => {
    const text = code(sources).join('\n');
    const prefixes = [...text.matchAll(/`([\w-]+(?:\.[\w-]+)*)\.\$\{/g)].map(
      ([, key]) => `${key}.`,
    );
    const unused = keys(en).filter(
      (key) => !text.includes(`'${key}'`) && !prefixes.some((prefix) => key.startsWith(prefix)),
    );
    expect(unused).toEqual([]);
  });

  it('do not stand in the code itself', () => {
    // Text between tags that has two words or more would be read in English by everybody.
    const loose = code(sources).flatMap((text) =>
      [...text.matchAll(/>\s*([A-Z][a-z]+ [a-z]+[^<>{}=;()]*)\s*<\//g)].map(([, words]) => words),
    );
    expect(loose).toEqual([]);
  });
});
