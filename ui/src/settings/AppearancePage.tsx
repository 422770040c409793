import { Input, SegmentedControl } from '@mantine/core'
import { type Contrast, type Density, type Scheme, setAppearance, useAppearance } from '../theme/appearance'
import { words } from '../words/en/settings'
import { words as shell } from '../words/en/shell'
import { Head } from './Section'
import classes from './settings.module.css'

const text = words.appearance

export function AppearancePage() {
  const { scheme, contrast, density } = useAppearance()
  return (
    <>
      <Head title={words.pages.appearance} intro={text.intro} />
      <Choice
        label={text.scheme}
        value={scheme}
        data={{ auto: shell.appearance.auto, light: shell.appearance.light, dark: shell.appearance.dark }}
        onChange={(value) => setAppearance({ scheme: value as Scheme })}
      />
      <Choice
        label={text.contrast}
        help={text.contrastHelp}
        value={contrast}
        data={text.contrasts}
        onChange={(value) => setAppearance({ contrast: value as Contrast })}
      />
      <Choice
        label={text.density}
        help={text.densityHelp}
        value={density}
        data={text.densities}
        onChange={(value) => setAppearance({ density: value as Density })}
      />
    </>
  )
}

interface ChoiceProps {
  label: string
  help?: string
  value: string
  data: Record<string, string>
  onChange: (value: string) => void
}

function Choice({ label, help, value, data, onChange }: ChoiceProps) {
  return (
    <div className={classes.choice}>
      <Input.Label component="div">{label}</Input.Label>
      {help && <span className={classes.quiet}>{help}</span>}
      <SegmentedControl
        aria-label={label}
        value={value}
        data={Object.entries(data).map(([each, words]) => ({ value: each, label: words }))}
        onChange={onChange}
      />
    </div>
  )
}
