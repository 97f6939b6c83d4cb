import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { BallotPage } from '../pages/ballot.ts';
import { CardPage } from '../pages/card.ts';
import { ProjectionPage } from '../pages/projection.ts';
import { RoomPanels } from '../pages/room.ts';
import { PreparationPage } from '../pages/preparation.ts';
import { CodesPanel } from '../pages/codes.ts';
import { SharedTablet } from '../pages/shared-tablet.ts';
import { WorkshopPage } from '../pages/workshop.ts';
import { WorkshopsPage } from '../pages/workshops.ts';
import { CARDS, CULTURE, MOBILITY } from '../support/contract.ts';
import { castOneCard, dotsAt, openedRound } from '../support/stories.ts';
import { expect, test } from '../support/test.ts';

/** WCAG 2.2, levels A and AA. */
const WCAG = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'];
const SIZES = [
  { width: 390, height: 844 },
  { width: 1280, height: 800 },
];
/** What the colour scheme can change; the rest is the same in the dark. */
const RULES_OF_COLOR = ['color-contrast', 'link-in-text-block'];
/** CSS pixels: the narrowest screen, and the least side of a target. */
const NARROWEST = { width: 320, height: 640 };
const TARGET_MIN = 44;

/** Scans a screen in both sizes, light and dark, and sees that it fits the narrowest one. */
async function scan(page: Page, name: string): Promise<void> {
  await test.step(name, async () => {
    await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
    for (const size of SIZES) {
      await page.setViewportSize(size);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        // The legacy mode spares a blank tab per scan; it only leaves out foreign frames.
        const axe = new AxeBuilder({ page }).setLegacyMode(true);
        const { violations } = await (colorScheme === 'dark' ? axe.withRules(RULES_OF_COLOR) : axe.withTags(WCAG)).analyze();
        const found = violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')} ${node.failureSummary}`));
        expect(found, `${name}, ${colorScheme}, ${size.width} px`).toEqual([]);
      }
    }
    await page.setViewportSize(NARROWEST);
    expect(await widthOver(page), `${name} scrolls sideways at ${NARROWEST.width} px`).toBeLessThanOrEqual(0);
    await page.setViewportSize(SIZES[0] ?? NARROWEST);
    await page.emulateMedia({ colorScheme: 'light' });
  });
}

/** CSS pixels that the page is wider than its window. */
async function widthOver(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

/** Controls that are smaller than a finger, on the screen that shows. */
async function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate((min) => {
    const controls = document.querySelectorAll<HTMLElement>('button, a[href], input, select, summary, textarea');
    return Array.from(controls)
      .map((control) => (control instanceof HTMLInputElement ? control.closest('label') ?? control : control))
      .filter((control) => control.checkVisibility({ visibilityProperty: true }) && !control.classList.contains('skip-link'))
      .map((control) => ({ control, box: control.getBoundingClientRect() }))
      .filter(({ box }) => box.width < min - 0.5 || box.height < min - 0.5)
      .map(({ control, box }) => `${control.textContent?.trim() || control.ariaLabel}: ${box.width} × ${box.height}`);
  }, TARGET_MIN);
}

test('home and the six cards', async ({ device }) => {
  test.slow();
  const page = await device.open('/');
  await scan(page, 'Accueil, first visit');
  await page.getByRole('radio', { name: 'Annemasse' }).check();
  await scan(page, 'Accueil');
  for (const card of CARDS) {
    await page.goto(`/cartes/${card.id}`);
    for (const fold of await page.getByRole('main').locator('summary').all()) await fold.click();
    await scan(page, card.name);
  }
});

test('the forms of a card, with their faults', async ({ device }) => {
  const page = await device.open('/cartes/culture');
  const card = new CardPage(page, 'culture');
  await card.addComment.click();
  await card.addProposal.click();
  await card.saveProposal.click();
  await card.saveComment.click();
  await expect(page.getByRole('alert').filter({ hasText: 'Écrivez quelque chose ici.' })).toHaveCount(2);
  await scan(page, 'forms with faults');
  await page.getByRole('button', { name: 'Annuler' }).first().click();
  await card.propose('Un bal');
  await card.comment.fill('Une remarque.');
  await card.saveComment.click();
  await scan(page, 'a proposal and a remark are added');
});

test('versions, what is printed, and codes from screen to camera', async ({ device }) => {
  test.slow();
  const page = await device.open('/priorites');
  await page.getByRole('button', { name: 'Figer une version' }).click();
  await page.getByRole('button', { name: 'Choisir la règle' }).click();
  await scan(page, 'priorities before any vote, with their forms');
  await page.getByRole('button', { name: 'Figer', exact: true }).click();
  await page.getByRole('link', { name: /^Version 1/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: /^Version 1/ })).toBeVisible();
  await scan(page, 'a version');
  await page.goto('/priorites/contribution');
  await scan(page, 'contribution of the councils');
  await page.goto('/suivi/annexe');
  await scan(page, 'follow-up of all actions');
  await page.goto('/synchronisation');
  await page.getByRole('button', { name: 'Recevoir d’une autre tablette' }).click();
  await expect(page.getByRole('img', { name: 'Code qui dit ce que cette tablette a déjà' })).toBeVisible();
  await scan(page, 'what this tablet has, as a code');
});

test('what becomes of the contract, with its forms', async ({ device }) => {
  test.slow();
  const page = await device.open('/contrat/actions/12');
  await page.getByRole('button', { name: 'Mettre à jour' }).click();
  await page.getByRole('button', { name: 'Donner l’avis d’un conseil' }).click();
  await page.getByRole('button', { name: 'Enregistrer l’avis' }).click();
  await scan(page, 'forms of an action');
  await page.getByLabel('Conseil citoyen').selectOption({ label: 'Ambilly' });
  await page.getByLabel('Avis', { exact: true }).selectOption({ label: 'Favorable' });
  await page.getByLabel('État aujourd’hui').selectOption({ label: 'Atteint' });
  await page.getByRole('button', { name: 'Enregistrer', exact: true }).click();
  await page.getByRole('button', { name: 'Enregistrer l’avis' }).click();
  await page.locator('summary', { hasText: '1 changement' }).click();
  await scan(page, 'an action with news');
  await page.goto('/cartes/mobilite');
  const became = page.getByRole('region', { name: 'Ce que sont devenues ces propositions' });
  await became.locator('summary').click();
  await became.getByRole('button', { name: /^Répondre/ }).first().click();
  await scan(page, 'answer to a proposal');
  await page.goto('/suivi/appel-a-projets');
  await page.getByRole('button', { name: 'Ajouter un dossier' }).click();
  await page.getByRole('button', { name: 'Enregistrer le dossier' }).click();
  await scan(page, 'form of a file, with a fault');
  await page.getByLabel('Nom du projet').fill('Jardin partagé');
  await page.getByLabel('Porteur').fill('Association du Chalet');
  await page.getByRole('button', { name: 'Enregistrer le dossier' }).click();
  await scan(page, 'call for projects');
  await page.goto('/suivi/rencontres');
  await page.getByRole('button', { name: 'Ajouter une rencontre' }).click();
  await page.getByRole('checkbox', { name: MOBILITY }).check({ force: true });
  await page.locator('summary', { hasText: 'Propositions de la carte' }).click();
  await scan(page, 'form of a meeting');
});

test('the contract', async ({ device }) => {
  test.slow();
  const page = await device.open('/contrat');
  await scan(page, 'contract');
  await page.goto('/contrat?q=ecole');
  await expect(page.getByRole('region', { name: /^Réponses/ })).toBeVisible();
  await scan(page, 'search');
  await page.goto('/contrat?q=zzyzx');
  await expect(page.getByText(/^Rien dans le contrat/)).toBeVisible();
  await scan(page, 'search without answer');
  await page.goto('/contrat/orientations/9');
  await scan(page, 'orientation');
  await page.goto('/contrat/actions/12');
  await scan(page, 'action');
});

test('the follow-up of the actions', async ({ device }) => {
  test.slow();
  const page = await device.open('/suivi');
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await smallTargets(page)).toEqual([]);
  await scan(page, 'follow-up');
  await page.goto('/suivi?commune=gaillard');
  for (const fold of await page.getByRole('main').locator('summary').all()) await fold.click();
  await scan(page, 'follow-up of a commune, with tables');
  await page.goto('/suivi?commune=gaillard&etat=non-atteint');
  await scan(page, 'follow-up without an action left');
});

test('the pages of the device, and those that do not exist', async ({ device }) => {
  const page = await device.open('/synchronisation');
  await scan(page, 'synchronization');
  for (const address of ['/reglages', '/nulle-part', '/ateliers/00000000000000000000000000000000', '/contrat/actions/999']) {
    await page.goto(address);
    await scan(page, address);
  }
});

test('the workshops, from the form to the results', async ({ device }) => {
  test.slow();
  const page = await device.open('/ateliers');
  await scan(page, 'workshops');
  const workshops = new WorkshopsPage(page);
  await workshops.newWorkshop.click();
  await workshops.title.fill('');
  await workshops.create.click();
  await expect(page.getByText('Cochez au moins un conseil.')).toBeVisible();
  await scan(page, 'form with faults');
  const workshop = new WorkshopPage(
    page,
    await workshops.createWorkshop({ title: 'Atelier', councils: ['Annemasse', 'Gaillard'], cards: [CULTURE] }),
  );
  await scan(page, 'no round yet');
  await workshop.startRound();
  await scan(page, 'round open');
  const ballot = new BallotPage(await device.open('/'), workshop.address);
  await ballot.open();
  await castOneCard(ballot, [0, 0, 4]);
  await workshop.closeRound.click();
  await scan(page, 'question before closing');
  await page.getByRole('dialog').getByRole('button', { name: 'Clore le tour' }).click();
  await workshop.expectStage('Tour clos');
  await scan(page, 'round closed');
  await workshop.showResults();
  await scan(page, 'results');
  await page.goto('/cartes/culture');
  await scan(page, 'a card with two votes');
});

test('the screen of the room, and what leads it', async ({ device }) => {
  test.slow();
  const page = await device.open('/ateliers');
  const plan = { title: 'Atelier', councils: ['Annemasse', 'Gaillard'] as const, cards: [CULTURE] };
  const workshop = new WorkshopPage(page, await new WorkshopsPage(page).createWorkshop({ ...plan, councils: [...plan.councils] }));
  const room = new RoomPanels(page);
  const screen = await ProjectionPage.open(device, workshop.address);
  await expect(screen.code).toBeVisible();
  await scan(screen.page, 'people come in');
  await room.count(3, { 'Quorum du conseil': 2 });
  await room.startTimer(10);
  await workshop.startRound();
  await scan(page, 'a timer runs');
  await expect(screen.timer).toBeVisible();
  await scan(screen.page, 'the round is open');
  const ballot = new BallotPage(await device.open('/'), workshop.address);
  await ballot.open();
  await castOneCard(ballot, [0, 0, 4]);
  await workshop.endRound();
  await screen.expectTitle('Les résultats arrivent');
  await scan(screen.page, 'the cards lie face down');
  await room.revealCard(CULTURE);
  await screen.expectTitle(CULTURE);
  await scan(screen.page, 'a card is revealed');
  await scan(page, 'the card is on stage');
});

test('the preparation and the posters', async ({ device }) => {
  test.slow();
  const page = await device.open('/ateliers');
  const workshops = new WorkshopsPage(page);
  const address = await workshops.createWorkshop({ title: 'Atelier', councils: ['Annemasse'], cards: [MOBILITY] });
  const preparation = new PreparationPage(page, address);
  await preparation.open();
  const card = preparation.card(MOBILITY);
  await card.add('Des pistes cyclables en continu');
  await card.openDuplicates();
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await smallTargets(page)).toEqual([]);
  await scan(page, 'preparation, with a likely duplicate');
  await card.region.getByRole('button', { name: /^Regrouper «\sDes pistes/ }).click();
  await scan(page, 'preparation, with a group');
  await preparation.edit.click();
  await scan(page, 'form of a workshop');
  await page.goto(`${address}/affiches`);
  await scan(page, 'posters');
});

test('the ballot, step by step, with targets large enough for any finger', async ({ device, newDevice }) => {
  test.slow();
  const workshop = await openedRound(await newDevice(), {
    title: 'Atelier',
    councils: ['Annemasse', 'Gaillard'],
    cards: [MOBILITY, CULTURE],
  });
  const page = await device.open('/');
  await expect(page.getByRole('link', { name: 'Commencer mon bulletin' })).toBeVisible();
  await scan(page, 'home with an open workshop');
  const ballot = new BallotPage(page, workshop.address);
  await ballot.open();
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await smallTargets(page)).toEqual([]);
  await scan(page, 'empty ballot');
  const labels = await ballot.labels();
  await ballot.place(dotsAt(labels, [0, 0, 1]));
  await ballot.add(labels[2] ?? '');
  await expect(ballot.refusal).toBeVisible();
  await scan(page, 'all dots placed, and a refusal');
  await ballot.nextCard.click();
  await scan(page, 'last card');
  await page.setViewportSize(NARROWEST);
  expect(await smallTargets(page)).toEqual([]);
  await ballot.review.click();
  await scan(page, 'review');
  expect(await smallTargets(page)).toEqual([]);
  await ballot.cast.click();
  await expect(ballot.done).toBeVisible();
  await scan(page, 'done');
  expect(await smallTargets(page)).toEqual([]);
  await workshop.endRound();
  await expect(ballot.change).toBeHidden();
  await scan(page, 'done, round closed');
});

test('codes, and a lent tablet from the code box to the hand-over', async ({ device }) => {
  test.slow();
  const page = await device.open('/ateliers');
  const plan = { title: 'Atelier', councils: ['Annemasse' as const], cards: [CULTURE], code: '2580' };
  const address = await new WorkshopsPage(page).createWorkshop(plan);
  const panel = new CodesPanel(page, address);
  await panel.prepare.click();
  const [code = ''] = await panel.make(25);
  await panel.panel.getByText('Chercher ou annuler un code').click();
  await panel.search.fill(code);
  await scan(page, 'round prepared');
  await page.goto(`${address}/codes`);
  await scan(page, 'codes to print');
  await page.goto(address);
  await new WorkshopPage(page, address).startRound();
  const tablet = new SharedTablet(page, address);
  await tablet.lend('Tablette partagée');
  await scan(page, 'code box');
  await tablet.expectRefused('k7m0', 'Ce n’est pas un code');
  await scan(page, 'code refused');
  expect(await smallTargets(page)).toEqual([]);
  await tablet.cast(code, new Map());
  await scan(page, 'hand-over');
  expect(await smallTargets(page)).toEqual([]);
  await page.goto('/reglages');
  await scan(page, 'plain page');
  await tablet.takeBack('0000');
  await expect(tablet.takeBackAnswer).toBeVisible();
  await scan(page, 'wrong code');
});
