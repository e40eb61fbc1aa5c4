/**
 * Whose code a frame is. The numbers stand in columns; their order is the order
 * of the legend.
 */
export const Role = {
  root: 0,
  yourCode: 1,
  modules: 2,
  standardLibrary: 3,
  allocation: 4,
  gc: 5,
  runtime: 6,
} as const;

export type Role = (typeof Role)[keyof typeof Role];

export const roleCount = 7;
