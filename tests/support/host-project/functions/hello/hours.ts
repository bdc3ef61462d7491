export const openingHours = { from: 7, to: 18 }
