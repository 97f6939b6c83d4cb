import { AxeBuilder } from '@axe-core/playwright';
import { ActionPage } from '../pages/action.ts';
import { ActionSheet } from '../pages/action-sheet.ts';
import { keepsTheApp, keepsTheWorker } from '../pages/device.ts';
import { contractActions } from '../support/actions.ts';
import { parseCsv, writeCsv } from '../support/csv.ts';
import { expect, test } from '../support/test.ts';

const ACTIONS = contractActions();
const TITLES = [
  'Ligne de l’annexe 2',
  'Code',
  'Action',
  'Thème',
  'Orientation',
  'Périmètre',
  'État imprimé',
  'État aujourd’hui',
  'Ce qui a été fait',
  'La suite prévue',
  'Pilote',
  'Partenaires',
  'Prochaine étape',
  'Date de la prochaine étape',
];
const NO_CHANGE = 'Aucun changement.';

function place(title: string): number {
  const found = TITLES.indexOf(title);
  expect(found).toBeGreaterThanOrEqual(0);
  return found;
}

/** The rows with one cell changed; row 1 is the first action. */
function edited(rows: string[][], edits: [number, string, string][]): string[][] {
  const copy = rows.map((row) => [...row]);
  for (const [row, title, text] of edits) {
    const cells = copy[row];
    if (!cells) throw new Error(`no row ${row}`);
    cells[place(title)] = text;
  }
  return copy;
}

async function expectAccessible(sheet: ActionSheet): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await sheet.page.emulateMedia({ colorScheme });
    const axe = new AxeBuilder({ page: sheet.page }).setLegacyMode(true).include('.panel');
    const { violations } = await axe.withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']).analyze();
    expect(violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')}`))).toEqual([]);
  }
  await sheet.page.emulateMedia({ colorScheme: 'light' });
  const over = await sheet.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(over).toBeLessThanOrEqual(0);
}

test('actions go out as CSV, come back edited, and change only when the person agrees', async ({ device }) => {
  const sheet = new ActionSheet(await device.open('/suivi'));
  const file = await sheet.export(sheet.exportCsv);
  expect(file.name).toMatch(/^suivi-des-actions-\d{4}-\d{2}-\d{2}\.csv$/);
  expect(file.bytes.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
  const text = file.bytes.toString('utf8');
  // No cell begins as a formula does.
  expect(text).not.toMatch(/(^|[;\n"])[=+@-]/);
  const rows = parseCsv(text);
  expect(rows[0]).toEqual(TITLES);
  expect(rows.slice(1).map((row) => [Number(row[0]), row[2]])).toEqual(ACTIONS.map(({ seq, label }) => [seq, label]));

  await sheet.import(file.name, file.bytes);
  await expect(sheet.told).toContainText(NO_CHANGE);
  await expect(sheet.apply).toHaveCount(0);

  // Two cells, and another program's way to write them.
  const back = writeCsv(edited(rows, [[3, 'Pilote', '+ Mairie; « culture »'], [12, 'Date de la prochaine étape', '31/01/2027']]), ',');
  await sheet.import('retour.csv', back);
  await expect(sheet.told).toContainText(/2\schangements dans 2\sactions/);
  const shown = await sheet.preview();
  expect(shown.map((lines) => lines.slice(1))).toEqual([
    ['Pilote', 'Avant : Non renseigné', 'Après : + Mairie; « culture »'],
    ['Date de la prochaine étape', 'Avant : Non renseigné', 'Après : 31/01/2027'],
  ]);
  expect(shown[0]?.[0]).toContain(ACTIONS[2]?.label.slice(0, 30));
  await expectAccessible(sheet);

  await sheet.cancel.click();
  await expect(sheet.told).toContainText('Import annulé. Rien n’a changé.');
  await expect(sheet.told).toBeFocused();
  await sheet.import(file.name, file.bytes);
  await expect(sheet.told).toContainText(NO_CHANGE);

  await sheet.import('retour.csv', back);
  await sheet.page.getByRole('button', { name: 'Appliquer les 2 changements' }).click();
  await expect(sheet.told).toContainText(/2\schangements sont enregistrés\./);
  await sheet.import('retour.csv', back);
  await expect(sheet.told).toContainText(NO_CHANGE);

  const action = new ActionPage(sheet.page, 3);
  await action.open();
  await expect(action.now).toContainText('+ Mairie; « culture »');
  await expect(action.now).toContainText('animateur');
});

test('a file that is not right is refused line by line, and nothing changes', async ({ device }) => {
  const page = await device.open('/suivi');
  await page.setViewportSize({ width: 390, height: 844 });
  const sheet = new ActionSheet(page);
  const rows = parseCsv((await sheet.export(sheet.exportCsv)).bytes.toString('utf8'));

  const state = place('État aujourd’hui');
  await sheet.import('a.csv', writeCsv(rows.map((row) => row.filter((_, idx) => idx !== state))));
  await sheet.expectFaults([/^Ligne 1\s: il manque la colonne «\sÉtat aujourd’hui\s»\.$/]);

  await sheet.import('b.csv', writeCsv(edited(rows, [
    [2, 'Ligne de l’annexe 2', '1'],
    [5, 'État aujourd’hui', 'Presque fini'],
    [7, 'Code', '99.9'],
    [9, 'Date de la prochaine étape', '31/02/2027'],
  ])));
  await sheet.expectFaults([
    /^Ligne 3\s: le numéro 1 est déjà à la ligne 2\./,
    /^Ligne 6\s: l’état «\sPresque fini\s» n’existe pas\. Écrivez «/,
    /^Ligne 8\s: la colonne «\sCode\s» se lit, elle ne se change pas\./,
    /^Ligne 10\s: la date «\s31\/02\/2027\s» n’existe pas\./,
  ]);
  await expect(sheet.told).toContainText(/4\serreurs dans ce fichier/);
  await expectAccessible(sheet);

  await sheet.import('c.csv', Buffer.from(writeCsv(rows), 'latin1'));
  await sheet.expectFaults([/autre codage que UTF-8.*«\sEnregistrer sous…\s».*«\sCSV UTF-8\s»/]);
  await sheet.import('d.xlsm', Buffer.from('PK'));
  await sheet.expectFaults([/macros/]);
  await sheet.import('e.csv', writeCsv([TITLES, ...Array.from({ length: 10_000 }, () => ['1', '1.1'])]));
  await sheet.expectFaults([/plus de 1000 lignes/]);

  await sheet.import('f.csv', writeCsv(rows));
  await expect(sheet.told).toContainText(NO_CHANGE);
});

test('a workbook goes out and comes back, with no network too', async ({ device }) => {
  const page = await device.open('/suivi');
  const sheet = new ActionSheet(page);
  await keepsTheApp(page);
  await keepsTheWorker(page);
  await device.setOffline(true);

  const file = await sheet.export(sheet.exportWorkbook);
  expect(file.name).toMatch(/^suivi-des-actions-\d{4}-\d{2}-\d{2}\.xlsx$/);
  expect(file.bytes.subarray(0, 2).toString()).toBe('PK');
  await sheet.import(file.name, file.bytes);
  await expect(sheet.told).toContainText(NO_CHANGE);

  // What the file says is what the contract said before somebody else spoke.
  const action = new ActionPage(page, 1);
  await action.open();
  const step = ACTIONS[0]?.step === 'Atteint' ? 'Non atteint' : 'Atteint';
  await action.setStep(step);
  await sheet.open();
  await sheet.import(file.name, file.bytes);
  await expect(sheet.told).toContainText(/1\schangement dans 1\saction/);
  expect((await sheet.preview())[0]?.slice(1, 3)).toEqual(['État aujourd’hui', `Avant : ${step}`]);
  await sheet.apply.click();
  await expect(sheet.told).toContainText(/1\schangement est enregistré\./);

  await sheet.import('abime.xlsx', file.bytes.subarray(0, file.bytes.length / 2));
  await sheet.expectFaults([/abîmé ou protégé/]);
});

test('the spreadsheet stays off paper', async ({ device }) => {
  const page = await device.open('/suivi');
  const sheet = new ActionSheet(page);
  await expect(sheet.panel).toBeVisible();
  await page.emulateMedia({ media: 'print' });
  await expect(sheet.panel).toBeHidden();
});
