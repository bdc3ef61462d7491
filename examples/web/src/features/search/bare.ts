/** Takes the sign away that people write before a name or a hashtag. */
export function bare(text: string): string {
  return text.replace(/^[@#]/, '')
}
