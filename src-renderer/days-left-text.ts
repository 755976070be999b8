/** How long a 仮売上 can still become 実売上; the day itself still counts. */
export function daysLeftText(days: number): string {
  if (days < 0) return '期限切れ'
  return days === 0 ? '本日まで' : `残り${String(days)}日`
}
