import '@fontsource-variable/inter/wght.css'
import './theme/mantine.css'
import './theme/tokens.css'
import './theme/base.css'
import { MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { queryClient } from './api/client'
import { router } from './routes'
import { Messages } from './shell/Messages'
import { applyAppearance, useAppearance } from './theme/appearance'
import { floatsHere } from './theme/floats'
import { pageNonce } from './theme/nonce'
import { theme, variables } from './theme/theme'

applyAppearance()
floatsHere()
// Under this name the scroll lock of the dialogs looks for the nonce of its style element.
Object.assign(globalThis, { __webpack_nonce__: pageNonce() })

function App() {
  const { scheme } = useAppearance()
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={variables}
      defaultColorScheme="auto"
      forceColorScheme={scheme === 'auto' ? undefined : scheme}
      getStyleNonce={pageNonce}
    >
      <QueryClientProvider client={queryClient}>
        <Messages />
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  )
}

const root = document.getElementById('root')
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  )
}
