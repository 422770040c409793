/** Decimals as people type them, kept exact: text in, text out, never a float. */

export type Read = { value: string } | { mistake: 'not-a-number' | 'unclear-comma' | 'too-long' }

const MOST_DIGITS = 28

/** "1 200,5" and "1200.5" are read; "1,200" could be either and is asked about. */
export function readDecimal(typed: string): Read {
  let text = typed
    .trim()
    .replace(/[\s\u00a0\u202f'’]/g, '')
    .replace(/^\+/, '')
    .replace(/^[−–]/, '-')
  const commas = text.split(',').length - 1
  const points = text.split('.').length - 1
  if (commas === 1 && points === 0) {
    const after = text.length - text.indexOf(',') - 1
    if (after === 3 && !/^-?0,/.test(text)) return { mistake: 'unclear-comma' }
    text = text.replace(',', '.')
  } else if (commas > 0 && points === 1 && text.lastIndexOf(',') < text.indexOf('.') && grouped(text, ',')) {
    text = text.replaceAll(',', '')
  } else if (points > 1 && commas === 1 && text.lastIndexOf('.') < text.indexOf(',') && grouped(text, '.')) {
    text = text.replaceAll('.', '').replace(',', '.')
  } else if (commas > 1 && points === 0 && grouped(text, ',')) {
    text = text.replaceAll(',', '')
  }
  const found = /^(-?)(\d*)(?:\.(\d*))?$/.exec(text)
  const whole = found?.[2] ?? ''
  const fraction = found?.[3] ?? ''
  if (!found || whole + fraction === '') return { mistake: 'not-a-number' }
  if (whole.replace(/^0+/, '').length + fraction.length > MOST_DIGITS) return { mistake: 'too-long' }
  const plain = whole.replace(/^0+(?=\d)/, '') || '0'
  const number = fraction ? `${plain}.${fraction}` : plain
  return { value: found[1] && /[1-9]/.test(number) ? `-${number}` : number }
}

/** Whether the separator parts the whole digits in threes. */
function grouped(text: string, separator: ',' | '.'): boolean {
  const whole = separator === ',' ? text.split('.')[0] : text.split(',')[0]
  return new RegExp(`^-?\\d{1,3}(\\${separator}\\d{3})+$`).test(whole ?? '')
}

export const isWhole = (decimal: string): boolean => /^-?\d+(\.0*)?$/.test(decimal)

/** Below zero, zero, or above it, as `a` is less than, the same as, or more than `b`. */
export function compareDecimals(a: string, b: string): number {
  const places = Math.max(fractionOf(a).length, fractionOf(b).length)
  const difference = scaled(a, places) - scaled(b, places)
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

const fractionOf = (decimal: string) => decimal.split('.')[1] ?? ''

function scaled(decimal: string, places: number): bigint {
  const [whole = '0', fraction = ''] = decimal.split('.')
  return BigInt(whole + fraction.padEnd(places, '0'))
}
