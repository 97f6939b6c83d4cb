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
