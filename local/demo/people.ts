/** An invented customer; `phone` is a number of the range kept for fiction. */
export type Person = { name: string; psid: string; igsid: string; handle: string; phone: string; bsuid: string };

const person = (name: string, handle: string, last: number): Person => ({
  name,
  handle,
  psid: `9910000000000${last}`,
  igsid: `9920000000000${last}`,
  phone: `155555501${last}`,
  bsuid: `US.9930000000000${last}`,
});

/** Everybody who has to do with the shop today. */
export const PEOPLE = {
  mara: person('Mara Quill', 'mara.quill', 11),
  tomas: person('Tomás Ejemplo', 'tomas.ejemplo', 12),
  aiko: person('見本 愛子', 'aiko.mihon', 13),
  noor: person('نور مثال', 'noor.mithal', 14),
  olek: person('Олек Зразок', 'olek.zrazok', 15),
  leela: person('लीला नमूना', 'leela.namuna', 16),
  finn: person('Finn Muster', 'finn.muster', 17),
  rosa: person('Rosa Invented', 'rosa.invented', 18),
} as const;
