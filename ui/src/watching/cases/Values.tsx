import classes from './cases.module.css'

export function Values({ values }: { values: { key: string; value: string }[] }) {
  return (
    <dl className={classes.values}>
      {values.map(({ key, value }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a key may be there twice, and nothing moves
        <div key={at}>
          <dt>{key}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
