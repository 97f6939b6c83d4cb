// Documents as another program writes them, and files as they are read by one.
import * as Automerge from '@automerge/automerge';

type Entries = Record<string, Record<string, unknown>>;

/** A sound document of another program. */
export function foreignDocument(): Uint8Array {
  return Automerge.save(Automerge.from({ title: 'Une liste de courses', items: ['pain', 'lait'] }));
}

/** The same document, continued by a program that is newer than this one. */
export function fromANewerProgram(file: Uint8Array): Uint8Array {
  const document = Automerge.load<Record<string, unknown>>(file);
  return Automerge.save(Automerge.change(document, (doc) => void (doc.schema = 99)));
}

/** The document's heads, and how many entries each of its containers holds. */
export function contentOf(file: Uint8Array): { heads: string[]; entries: Record<string, number> } {
  const document = Automerge.load<Entries>(file);
  const sizes = Object.entries(Automerge.toJS(document))
    .filter(([, value]) => typeof value === 'object' && value !== null)
    .map(([name, value]): [string, number] => [name, Object.keys(value).length]);
  return { heads: [...Automerge.getHeads(document)].sort(), entries: Object.fromEntries(sizes) };
}

/** What another tablet says of an action, or which proposal led to it. */
export type Said = { topic: string; value?: string; source?: string; minute: number };

/** The document after statements that were made apart: none replaces another. */
export function afterStatements(file: Uint8Array, said: Said[]): Uint8Array {
  const text = (words: string) => new Automerge.ImmutableString(words);
  const document = Automerge.load<Entries>(file);
  const after = Automerge.change(document, (doc) => {
    for (const [idx, { topic, value, source, minute }] of said.entries()) {
      const id = (idx + 1).toString(16).padStart(32, '0');
      const entry: Record<string, unknown> = { topic: text(topic), at: minute, role: text('facilitator') };
      if (value !== undefined) entry.value = text(value);
      if (source !== undefined) entry.source = text(source);
      const { statements } = doc;
      if (!statements) throw new Error('the document has no container of statements');
      statements[id] = entry;
    }
  });
  return Automerge.save(after);
}

/** Id of some proposal of the document. */
export function someProposal(file: Uint8Array): string {
  const { proposals } = Automerge.toJS(Automerge.load<Entries>(file));
  const [id] = Object.keys(proposals ?? {});
  if (id === undefined) throw new Error('the document has no proposal');
  return id;
}
