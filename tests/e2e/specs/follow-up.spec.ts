import { FollowUpPage } from '../pages/follow-up.ts';
import { SynchronizationPage } from '../pages/synchronization.ts';
import { STEPS, contractActions, lineOf, type ContractAction } from '../support/actions.ts';
import { afterStatements, someProposal } from '../support/documents.ts';
import { addressOf, expect, test } from '../support/test.ts';

const ACTIONS = contractActions();
const ALL = ACTIONS.length;
const COMMUNE = 'Gaillard';

/** Lines of a table, counted again: one per key that has actions. */
function recount(actions: ContractAction[], keys: (action: ContractAction) => string[]): Map<string, number[]> {
  const names = new Set(actions.flatMap(keys));
  return new Map([...names].map((name) => [name, lineOf(actions.filter((action) => keys(action).includes(name)))]));
}

/** "Thème 2 : …" and "Orientation 3 : …" without their titles. */
function withoutTitle([name, line]: [string, number[]]): [string, number[]] {
  return [name.split(/\s:/)[0] ?? '', line];
}

async function expectPictures(followUp: FollowUpPage, actions: ContractAction[]): Promise<void> {
  const themes = (await followUp.table('Par thème')).map(withoutTitle);
  expect(new Map(themes)).toEqual(recount(actions, (action) => [`Thème ${action.theme}`]));
  const orientations = (await followUp.table('Par orientation')).map(withoutTitle);
  expect(new Map(orientations)).toEqual(recount(actions, (action) => [`Orientation ${action.orientation}`]));
  const places = await followUp.table('Par commune');
  expect(new Map(places)).toEqual(recount(actions, (action) => action.places));
}

test('every number equals a recount of the contract', async ({ device }) => {
  expect(ALL).toBe(142);
  const page = await device.open('/contrat');
  const followUp = new FollowUpPage(page);
  await page.getByRole('link', { name: 'Voir le suivi des actions' }).click();
  await followUp.expectCount(ALL, ALL);
  const steps = followUp.picture('Où en sont ces actions').getByRole('listitem');
  await expect(steps).toHaveText(STEPS.map((step, idx) => new RegExp(`^\\s*${step}\\s*${lineOf(ACTIONS)[idx]}\\s*$`)));
  await expectPictures(followUp, ACTIONS);

  // Nothing was said since the contract was printed: each step stands where it stood.
  const change = followUp.picture('Ce qui a changé depuis le contrat imprimé');
  await expect(change.getByRole('listitem')).toHaveText([/Ont avancé\s*0/, new RegExp(`Sans changement\\s*${ALL}`), /Ont reculé\s*0/, /Impossible à comparer\s*0/]);
  for (const [idx, [step, line]] of (await followUp.table('Ce qui a changé depuis le contrat imprimé')).entries()) {
    expect(step).toBe(STEPS[idx]);
    expect(line).toEqual(STEPS.map((_, column) => (column === idx ? lineOf(ACTIONS)[idx] : 0)));
  }

  // The list: what has not started first, then in the order of the contract.
  const inOrder = STEPS.flatMap((step) => ACTIONS.filter((action) => action.step === step).map(({ seq }) => seq));
  expect(await followUp.listed()).toEqual(inOrder);
});

test('filters combine, live in the address and survive reload and back', async ({ device }) => {
  const page = await device.open('/suivi');
  const followUp = new FollowUpPage(page);
  await followUp.theme.focus();
  await followUp.theme.selectOption({ index: 3 });
  await expect(followUp.theme).toBeFocused();
  await followUp.orientation.selectOption({ label: await labelOf(followUp, 9) });
  await followUp.status.selectOption('Non atteint');
  await followUp.commune.selectOption('Toute l’agglomération');
  expect(addressOf(page)).toBe('/suivi?theme=3&orientation=9&commune=agglo&etat=non-atteint');
  const chosen = ACTIONS.filter(
    ({ orientation, step, places }) => orientation === 9 && step === 'Non atteint' && places.includes('Toute l’agglomération'),
  );
  expect(chosen.length).toBeGreaterThan(0);
  await followUp.expectCount(chosen.length, ALL);
  await expectPictures(followUp, chosen);

  await page.reload();
  await followUp.expectCount(chosen.length, ALL);
  await expect(followUp.status).toHaveValue('non-atteint');
  await followUp.actions.first().click();
  await expect(page.getByRole('heading', { level: 1, name: chosen[0]?.label ?? '' })).toBeVisible();
  await page.goBack();
  await followUp.expectCount(chosen.length, ALL);
  await expect(followUp.orientation).toHaveValue('9');

  // Another theme gives up the orientation, which is not one of its own.
  await followUp.theme.selectOption({ index: 1 });
  expect(addressOf(page)).toBe('/suivi?theme=1&commune=agglo&etat=non-atteint');
  await followUp.showAll.click();
  expect(addressOf(page)).toBe('/suivi');
  await expect(followUp.count).toBeFocused();
  await followUp.expectCount(ALL, ALL);
});

test('an address is read by its words, and unknown ones are left aside', async ({ device }) => {
  const page = await device.open('/suivi?theme=3&etat=non-atteint&sans-nouvelles=1');
  const followUp = new FollowUpPage(page);
  const late = ACTIONS.filter(({ theme, step }) => theme === 3 && step === 'Non atteint');
  await followUp.expectCount(late.length, ALL);
  await expect(followUp.withoutNews).toBeChecked();
  await followUp.open('?theme=12&commune=paris&etat=vite&couleur=rouge');
  await followUp.expectCount(ALL, ALL);
  await followUp.open('?demandee=1');
  await followUp.expectCount(0, ALL);
  await expect(page.getByText('Aucune action ne correspond à ce choix')).toBeVisible();
});

test('which actions in Gaillard have not started is found in a few taps, with no network', async ({ device }) => {
  await device.visitOnce();
  await device.setOffline(true);
  const page = await device.open('/contrat');
  await page.getByRole('link', { name: 'Voir le suivi des actions' }).click();
  const followUp = new FollowUpPage(page);
  await followUp.commune.selectOption(COMMUNE);
  const ofTheCommune = ACTIONS.filter(({ places }) => places.includes(COMMUNE));
  await followUp.expectCount(ofTheCommune.length, ALL);
  await followUp.status.selectOption('pas-commence');
  const hasNotStarted = ({ step }: ContractAction) => step === 'Non atteint' || step === 'En cours de lancement';
  const alone = ofTheCommune.filter(hasNotStarted);
  await followUp.expectCount(alone.length, ALL);
  // The contract has none for this commune alone, but some that are for all communes.
  expect(alone).toEqual([]);
  await page.getByRole('link', { name: 'Voir aussi ces actions' }).click();
  expect(addressOf(page)).toBe('/suivi?commune=gaillard&agglo=1&etat=pas-commence');
  const ofAll = ACTIONS.filter(({ places }) => places.includes('Toute l’agglomération')).filter(hasNotStarted);
  await followUp.expectCount(ofAll.length, ALL);
  await followUp.toList.click();
  await expect(followUp.list.getByRole('heading', { name: 'La liste des actions' })).toBeInViewport();
  await expect(followUp.list.getByRole('heading', { level: 3 })).toHaveText([/^Non atteint \(\d+\)$/, /^En cours de lancement \(\d+\)$/]);
  await expect(followUp.withWhole).toBeChecked();
});

test('news of another tablet change the numbers, and mark what a person must look at', async ({ device }) => {
  const page = await device.open('/synchronisation');
  const synchronization = new SynchronizationPage(page);
  const file = await synchronization.exportFile();
  const of = (step: string) => ACTIONS.filter((action) => action.step === step).map(({ seq }) => seq);
  const [moved = 0, late = 0] = of('En cours de déploiement');
  const [apart = 0, asked = 0] = of('Non atteint');
  const now = Math.floor(Date.now() / 60_000);
  const day = 24 * 60;
  const bytes = afterStatements(file.bytes, [
    { topic: `action ${moved} step`, value: 'reached', minute: now - day },
    { topic: `action ${apart} step`, value: 'launching', minute: now - 2 * day },
    { topic: `action ${apart} step`, value: 'deploying', minute: now - day },
    { topic: `action ${late} due_date`, value: '2020-01-31', minute: now - 400 * day },
    { topic: `link ${someProposal(file.bytes)} action ${asked}`, source: 'COPIL', minute: now },
  ]);
  expect(await synchronization.mergeFile({ ...file, bytes })).toMatch(/^Fusion réussie/);

  const followUp = new FollowUpPage(page);
  await followUp.open();
  await followUp.expectCount(ALL, ALL);
  const today = ACTIONS.map((action): ContractAction => {
    if (action.seq === moved) return { ...action, step: 'Atteint' };
    return action.seq === apart ? { ...action, step: 'En cours de déploiement' } : action;
  });
  await expectPictures(followUp, today);
  const change = followUp.picture('Ce qui a changé depuis le contrat imprimé');
  await expect(change.getByRole('listitem').first()).toHaveText(/Ont avancé\s*2/);

  const row = (seq: number) => followUp.list.getByRole('listitem').filter({ has: page.locator(`a[href="/contrat/actions/${seq}"]`) });
  await expect(row(apart)).toContainText('Plusieurs états à départager');
  await expect(row(apart)).toContainText(/Contrat imprimé\s: «\sNon atteint\s»/);
  await expect(row(late)).toContainText('En retard');
  await expect(row(asked)).toContainText('Demandée par un conseil');
  const yesterday = new Intl.DateTimeFormat('fr-FR', { dateStyle: 'long', timeZone: 'Europe/Paris' }).format((now - day) * 60_000);
  await expect(row(moved)).toContainText(`Dernière nouvelle\u00a0: ${yesterday}`);

  await followUp.asked.check();
  await followUp.expectCount(1, ALL);
  await followUp.open('?sans-nouvelles=1');
  await followUp.expectCount(ALL - 2, ALL);
});

test('the page is used by keyboard, and a bar leads to its actions', async ({ device }) => {
  const page = await device.open('/suivi');
  const followUp = new FollowUpPage(page);
  await followUp.commune.focus();
  await page.keyboard.press('ArrowDown');
  await expect(followUp.commune).toHaveValue('ambilly');
  await expect(followUp.commune).toBeFocused();
  await followUp.expectCount(ACTIONS.filter(({ places }) => places.includes('Ambilly')).length, ALL);
  await followUp.withoutNews.focus();
  await page.keyboard.press('Space');
  await expect.poll(() => addressOf(page)).toBe('/suivi?commune=ambilly&sans-nouvelles=1');
  await expect(followUp.withoutNews).toBeFocused();
  const bar = followUp.picture('Par thème').getByRole('link').first();
  await bar.focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\?theme=\d&commune=ambilly&sans-nouvelles=1$/);
  await expect(followUp.count).toBeFocused();
});

test('the printed page says what was chosen and has no controls', async ({ device }) => {
  const page = await device.open('/suivi?etat=non-atteint');
  const followUp = new FollowUpPage(page);
  const chosen = ACTIONS.filter(({ step }) => step === 'Non atteint').length;
  await followUp.expectCount(chosen, ALL);
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByText(new RegExp(`^État au .*\\. ${chosen}\\sactions sur ${ALL}\\. Choix\\s: Non atteint\\.$`))).toBeVisible();
  await expect(followUp.commune).toBeHidden();
  await expect(page.getByRole('button', { name: 'Imprimer' })).toBeHidden();
  await expect(followUp.actions).toHaveCount(chosen);
});

/** The text of an orientation in its list. */
async function labelOf(followUp: FollowUpPage, number: number): Promise<string> {
  const option = followUp.orientation.locator(`option[value="${number}"]`);
  return (await option.textContent()) ?? '';
}
