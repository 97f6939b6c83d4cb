// What the contract says, as the specs expect it on screen. Written by hand from the
// printed document: an independent reading, not the app's own files.

/** Cards in the order of the deck; `dots` are those of 14 June 2019. */
export const CARDS = [
  { id: 'mobilite', name: 'Mobilité, environnement et écologie', proposals: 9, dots: 28 },
  { id: 'participation', name: 'Participation et citoyenneté (Conseil citoyen)', proposals: 17, dots: 12 },
  { id: 'education', name: 'Education et soutien parentalité', proposals: 12, dots: 11 },
  { id: 'emploi', name: 'Emploi / Formation / orientation Professionnelle', proposals: 20, dots: 17 },
  { id: 'tranquillite', name: 'Tranquillité publique', proposals: 12, dots: 17 },
  { id: 'culture', name: 'Culture', proposals: 11, dots: 22 },
] as const;

export const MOBILITY = CARDS[0].name;
export const CULTURE = CARDS[5].name;

/** Number of orientations, objectives, axes and starred axes of each theme. */
export const THEMES = [
  { name: 'POPULATIONS FRAGILISEES, ACCES AUX DROITS ET A LA SANTE', orientations: 4, objectives: 14, axes: 10, starred: 2 },
  { name: 'REUSSITE EDUCATIVE, PETITE ENFANCE, JEUNESSE ET PARENTALITE', orientations: 4, objectives: 17, axes: 8, starred: 2 },
  { name: 'EMPLOI ET DEV ECO', orientations: 3, objectives: 14, axes: 7, starred: 2 },
  { name: 'CADRE DE VIE ET TRANQUILITE PUBLIQUE', orientations: 3, objectives: 15, axes: 21, starred: 11 },
] as const;

export const N_ACTIONS = 142;
export const N_SIGNATORIES = 25;
