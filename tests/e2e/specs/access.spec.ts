import { AppBar } from '../pages/app-bar.ts';
import { SynchronizationPage } from '../pages/synchronization.ts';
import { WorkshopPage } from '../pages/workshop.ts';
import { castOneCard, openBallot, openedRound } from '../support/stories.ts';
import { addressOf, expect, test } from '../support/test.ts';

const RELAY_LOOKS_AGAIN_MS = 20_000;

/** Buttons of this device alone: nothing that they do is shared. */
const OWN_BUTTONS = [
  'Imprimer',
  'Imprimer les affiches',
  'Enregistrer un fichier',
  'Réessayer maintenant',
  'Voir les résultats',
  'Les propositions sans réponse',
  'Demander à la tablette de tout garder',
  'Commencer un essai',
  'Effacer cette tablette',
  'J’ai vu',
  'Envoyer à une autre tablette',
  'Classeur pour tableur (.xlsx)',
  'Tableaux pour tableur (CSV)',
  'Données ouvertes (CSV décrit)',
  'Bulletins pour la recherche (.pb)',
  'Fichier complet (.json)',
];

/** Visits every screen of a workshop, and the others, and finds nothing that would write. */
async function expectNothingToWrite({ page, address }: WorkshopPage): Promise<void> {
  const inWorkshop = ['', '/preparation', '/codes', '/affiches', '/projection', '/compte-rendu', '/bulletin'];
  const elsewhere = ['/', '/ateliers', '/cartes/mobilite', '/contrat', '/synchronisation', '/reglages'];
  const followUp = ['/contrat/actions/12', '/suivi', '/suivi/annexe', '/suivi/appel-a-projets', '/suivi/rencontres'];
  const together = ['/priorites', '/priorites/contribution'];
  for (const path of [...inWorkshop.map((end) => address + end), ...elsewhere, ...followUp, ...together]) {
    await page.goto(path);
    await expect(page.locator('h1')).toBeVisible();
    const main = page.getByRole('main');
    const names = await main.getByRole('button').evaluateAll((buttons) =>
      buttons.map((button) => button.getAttribute('aria-label') ?? button.textContent?.trim() ?? ''),
    );
    expect.soft(names.filter((name) => !OWN_BUTTONS.includes(name)), path).toEqual([]);
    // A way to another role, and filters: both of this device alone.
    const own = main
      .getByLabel('Lien d’invitation')
      .or(main.getByRole('checkbox', { name: /^(Sans nouvelle depuis|Demandée par) un/ }));
    const fields = main.locator('textarea, input:not([type=radio], [type=search])');
    expect.soft(await fields.count(), path).toBe(await own.count());
    await expect(main.getByRole('link', { name: /mon bulletin|^Nouvel atelier$/ })).toHaveCount(0);
  }
}

test('opening a link joins with its role and its council, and leaves no secret in the address', async ({ device, relay }) => {
  const link = await relay.invite('councillor', '--council', 'gaillard');
  const page = await device.open(link.url);
  await expect(page.getByText('Vous avez rejoint ce contrat')).toBeVisible();
  expect(addressOf(page)).toBe('/');
  await page.getByRole('button', { name: 'J’ai compris' }).click();
  await expect(page.getByText('Vous avez rejoint ce contrat')).toBeHidden();
  await new AppBar(page).expectSent();
  await page.goto('/synchronisation');
  await expect(page.getByRole('region', { name: 'Votre accès' })).toContainText('Conseiller');
  await page.goto('/reglages');
  await expect(page.getByRole('radio', { name: 'Gaillard', exact: true })).toBeChecked();
});

test('a workshop passes between devices of different roles, each with its own controls', async ({ newDevice, relay }) => {
  test.slow();
  const links = {
    facilitator: await relay.invite('facilitator'),
    councillor: await relay.invite('councillor'),
    observer: await relay.invite('observer'),
  };
  const facilitator = await newDevice();
  await (await facilitator.open(links.facilitator.url)).close();
  const workshop = await openedRound(facilitator);

  const [councillor, away] = [await newDevice(), await newDevice()];
  for (const device of [councillor, away]) await (await device.open(links.councillor.url)).close();
  const ballot = await openBallot(councillor, workshop);
  const lateBallot = await openBallot(away, workshop);
  await castOneCard(ballot, [0, 1]);
  await new AppBar(ballot.page).expectSent();
  const theirs = await councillor.open(workshop.address);
  await expect(theirs.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(theirs.getByRole('button', { name: 'Clore le tour' })).toBeHidden();

  const observer = await newDevice();
  await (await observer.open(links.observer.url)).close();
  const seen = new WorkshopPage(await observer.open(workshop.address), workshop.address);
  await seen.expectStage('Tour ouvert');
  await expectNothingToWrite(seen);

  // What others do still arrives: a closing, and a ballot that was cast without a network.
  await away.setOffline(true);
  await castOneCard(lateBallot, [2]);
  await new AppBar(lateBallot.page).expectSaved();
  await workshop.endRound();
  await new AppBar(workshop.page).expectSent();
  await away.setOffline(false);
  await expect(workshop.page.getByRole('button', { name: 'Compter les bulletins tardifs' })).toBeVisible({ timeout: 45_000 });
  await expect(workshop.page.getByRole('button', { name: 'Saisir un comptage papier' })).toBeVisible();
  await seen.open();
  await seen.expectStage('Tour clos');
  await expect(seen.page.getByText(/^1\sbulletin tardif$/)).toBeVisible();
  await expectNothingToWrite(seen);

  await workshop.page.getByRole('button', { name: 'Compter les bulletins tardifs' }).click();
  await workshop.showResults();
  await new AppBar(workshop.page).expectSent();
  await seen.open();
  await seen.expectStage('Résultats révélés');
  await expectNothingToWrite(seen);
  expect(await relay.command('log')).toContain(links.councillor.id);
  expect(await relay.command('log')).not.toContain(links.observer.id);
});

test('a revoked link says so, keeps everything, and a new one goes on', async ({ device, relay }) => {
  const link = await relay.invite('facilitator');
  const page = await device.open(link.url);
  await expect(page.getByText('Vous avez rejoint ce contrat')).toBeVisible();
  await new AppBar(page).expectSent();
  await relay.command('revoke', link.id);
  await expect(page.getByText('Ce lien a été annulé')).toBeVisible({ timeout: RELAY_LOOKS_AGAIN_MS });
  await page.goto('/synchronisation');
  await expect(page.getByText('Le relais n’accepte pas cette tablette.')).toBeVisible();
  const access = page.getByRole('region', { name: 'Votre accès' });
  await expect(access).toContainText('Ce lien a été annulé');
  await expect(access).toContainText('Rien n’est perdu sur cette tablette.');

  await access.getByLabel('Lien d’invitation').fill('bonjour');
  await access.getByRole('button', { name: 'Rejoindre' }).click();
  await expect(access).toContainText('Ce texte n’est pas un lien d’invitation.');
  const other = await relay.invite('councillor');
  await access.getByLabel('Lien d’invitation').fill(other.url);
  await access.getByRole('button', { name: 'Rejoindre' }).click();
  await expect(access).toContainText('Conseiller');
  await new AppBar(page).expectSent();
});

test('an expired, a wrong and a missing link each have their sentence', async ({ newDevice, relay }) => {
  const expired = await relay.invite('councillor', '--expires', '1s');
  await new Promise((later) => setTimeout(later, 1_500));
  const late = await (await newDevice()).open(expired.url);
  await expect(late.getByText('Ce lien n’est plus valable')).toBeVisible({ timeout: RELAY_LOOKS_AGAIN_MS });
  const wrong = await (await newDevice()).open(`${expired.url.slice(0, -1)}_`);
  await expect(wrong.getByText('Ce lien n’est pas reconnu')).toBeVisible({ timeout: RELAY_LOOKS_AGAIN_MS });
  const nobody = await (await newDevice()).open('/');
  await expect(nobody.getByText('Il faut une invitation')).toBeVisible({ timeout: RELAY_LOOKS_AGAIN_MS });
  // Without the relay everything still works on the tablet itself.
  await expect(nobody.getByRole('link', { name: /Mobilité/ })).toBeVisible();
});

test('a link that is opened while the relay is down counts once it is back', async ({ device, relay }) => {
  const link = await relay.invite('observer');
  await device.visitOnce();
  await relay.kill();
  const page = await device.open(link.url);
  await expect(page.getByText('Votre invitation est gardée')).toBeVisible();
  await page.reload();
  await relay.start();
  await expect(page.getByText('Vous avez rejoint ce contrat')).toBeVisible({ timeout: 45_000 });
  const screen = new SynchronizationPage(await device.open('/synchronisation'));
  await expect(screen.page.getByRole('region', { name: 'Votre accès' })).toContainText('Observateur');
});
