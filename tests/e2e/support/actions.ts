// The actions of the contract, read from its text files without the app's code, to count
// them again.
import { readFileSync } from 'node:fs';

/** Steps in the order of the screen. */
export const STEPS = ['Non atteint', 'En cours de lancement', 'En cours de déploiement', 'En voie de finalisation', 'Atteint', 'Inconnu'] as const;
export type Step = (typeof STEPS)[number];

export type ContractAction = {
  seq: number;
  theme: number;
  orientation: number;
  label: string;
  step: Step;
  /** As the screen names them. */
  places: string[];
};

/** Every row of annexe 2. */
export function contractActions(): ContractAction[] {
  const text = readFileSync(new URL('../../../data/annemasse/actions.csv', import.meta.url), 'utf8');
  const [head = [], ...rows] = csv(text.replace(/^\uFEFF/, ''));
  return rows.map((row) => {
    const cell = (name: string) => row[head.indexOf(name)] ?? '';
    return {
      seq: Number(cell('seq')),
      theme: Number(cell('theme')),
      orientation: Number(cell('orientation')),
      label: cell('label'),
      step: stepOf(cell('status')),
      places: placesOf(cell('perimeter')),
    };
  });
}

/** How many actions stand at each step, and all of them: a line of a table. */
export function lineOf(actions: ContractAction[]): number[] {
  return [...STEPS.map((step) => actions.filter((action) => action.step === step).length), actions.length];
}

function stepOf(status: string): Step {
  const known = STEPS.find((step) => step === status);
  return known ?? (status.startsWith('Non atteint') ? 'Non atteint' : 'Inconnu');
}

function placesOf(perimeter: string): string[] {
  if (perimeter === '') return ['Lieu non renseigné'];
  const communes = ['Ambilly', 'Annemasse', 'Gaillard', 'Ville-la-Grand'].filter((name) => perimeter.includes(name));
  const whole = perimeter.startsWith('Agglo') ? ['Toute l’agglomération'] : [];
  const places = [...communes, ...whole];
  return places.length > 0 ? places : ['Autre texte'];
}

/** Cells of a CSV text; a cell in quotation marks may hold commas, breaks and doubled marks. */
function csv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    row.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'));
    if (end === ',') continue;
    if (row.length > 1) rows.push(row);
    row = [];
  }
  return rows;
}
