// Steps that several stories share.
import { expect, type Page } from '@playwright/test';
import { ActionPage } from '../pages/action.ts';
import { AppBar } from '../pages/app-bar.ts';
import { BallotPage, type Dots } from '../pages/ballot.ts';
import { keepsTheApp, type Device } from '../pages/device.ts';
import { SynchronizationPage } from '../pages/synchronization.ts';
import { WorkshopPage } from '../pages/workshop.ts';
import { WorkshopsPage, type WorkshopPlan } from '../pages/workshops.ts';
import type { Relay } from './relay.mjs';

export const ONE_CARD_PLAN: WorkshopPlan = {
  title: 'Atelier du gymnase',
  councils: ['Annemasse'],
  cards: ['Mobilité, environnement et écologie'],
};

/** A facilitator's tab on a workshop whose round is open and known to the relay. */
export async function openedRound(facilitator: Device, plan: WorkshopPlan = ONE_CARD_PLAN): Promise<WorkshopPage> {
  const page = await facilitator.open('/ateliers');
  const workshop = new WorkshopPage(page, await new WorkshopsPage(page).createWorkshop(plan));
  await workshop.startRound();
  await new AppBar(page).expectSent();
  return workshop;
}

/** Waits until a tab knows the workshop, then opens its ballot. */
export async function openBallot(device: Device, workshop: WorkshopPage): Promise<BallotPage> {
  const page = await device.open('/');
  await expect(page.getByRole('link', { name: 'Commencer mon bulletin' })).toBeVisible();
  const ballot = new BallotPage(page, workshop.address);
  await ballot.open();
  return ballot;
}

/** Two tablets give one action two states while the relay is down; then it is back. */
export async function twoStatesApart(devices: readonly [Device, Device], relay: Relay, seq: number): Promise<[ActionPage, ActionPage]> {
  const open = async (device: Device) => {
    const page = await device.open(`/contrat/actions/${seq}`);
    await keepsTheApp(page);
    return new ActionPage(page, seq);
  };
  const [one, other] = [await open(devices[0]), await open(devices[1])];
  await relay.kill();
  await one.setStep('Atteint');
  await other.setStep('En cours de lancement');
  await relay.start();
  return [one, other];
}

/** Casts a ballot of these places on the card that shows: `[0, 0, 2]` is two dots on the first. */
export async function castOneCard(ballot: BallotPage, places: number[]): Promise<Dots> {
  const dots = dotsAt(await ballot.labels(), places);
  await ballot.place(dots);
  await ballot.validate();
  return dots;
}

/** Dots by wording from their places on the card. */
export function dotsAt(labels: string[], places: number[]): Dots {
  const dots: Dots = new Map();
  for (const place of places) {
    const label = labels[place] ?? '';
    dots.set(label, (dots.get(label) ?? 0) + 1);
  }
  return dots;
}

/** The obvious recount: dots of several ballots, added up. */
export function addUp(ballots: Dots[]): Dots {
  const totals: Dots = new Map();
  for (const ballot of ballots) {
    for (const [label, n] of ballot) totals.set(label, (totals.get(label) ?? 0) + n);
  }
  return totals;
}

/** The code that two people compare aloud, read in a tab of its own. */
export async function fingerprintOf(device: Device): Promise<string> {
  const page = await device.open('/synchronisation');
  const fingerprint = await new SynchronizationPage(page).readFingerprint();
  await page.close();
  return fingerprint;
}

/** Entries of a map in one order, to compare two of them. */
export function sorted(dots: Dots): [string, number][] {
  return [...dots].sort(([a], [b]) => a.localeCompare(b));
}

/** The whole page as a screen reader is told it. */
export async function accessibilityTree(page: Page): Promise<string> {
  return page.locator('body').ariaSnapshot();
}
