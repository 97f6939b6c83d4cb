import { AppBar } from '../pages/app-bar.ts';
import { SynchronizationPage } from '../pages/synchronization.ts';
import { WorkshopPage } from '../pages/workshop.ts';
import { castOneCard, openBallot, openedRound } from '../support/stories.ts';
import { addressOf, expect, test } from '../support/test.ts';

const RELAY_LOOKS_AGAIN_MS = 20_000;

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
  const links = {
    facilitator: await relay.invite('facilitator'),
    councillor: await relay.invite('councillor'),
    observer: await relay.invite('observer'),
  };
  const facilitator = await newDevice();
  await (await facilitator.open(links.facilitator.url)).close();
  const workshop = await openedRound(facilitator);

  const councillor = await newDevice();
  await (await councillor.open(links.councillor.url)).close();
  const ballot = await openBallot(councillor, workshop);
  await castOneCard(ballot, [0, 1]);
  await new AppBar(ballot.page).expectSent();
  const theirs = await councillor.open(workshop.address);
  await expect(theirs.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(theirs.getByRole('button', { name: 'Clore le tour' })).toBeHidden();

  const observer = await newDevice();
  await (await observer.open(links.observer.url)).close();
  const seen = new WorkshopPage(await observer.open(workshop.address), workshop.address);
  await seen.expectStage('Tour ouvert');
  for (const address of ['/', workshop.address, '/ateliers', '/ateliers?nouveau', '/cartes/mobilite', '/synchronisation']) {
    await seen.page.goto(address);
    await expect(seen.page.getByRole('heading', { level: 1 })).toBeVisible();
    for (const name of [/bulletin/, /Nouvel atelier/, /tour/, /Ajouter/, /Créer/]) {
      await expect(seen.page.getByRole('main').getByRole('button', { name })).toHaveCount(0);
      await expect(seen.page.getByRole('main').getByRole('link', { name: /bulletin/ })).toHaveCount(0);
    }
    await expect(seen.page.getByRole('main').locator('input[type=file]')).toHaveCount(0);
  }
  await seen.page.goto(`${workshop.address}/bulletin`);
  await expect(seen.page.getByRole('heading', { level: 1, name: 'Cette tablette peut seulement lire' })).toBeVisible();

  // What others do still arrives.
  await workshop.endRound();
  await seen.page.goto(workshop.address);
  await seen.expectStage('Tour clos');
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
