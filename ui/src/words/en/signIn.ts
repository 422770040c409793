export const words = {
  title: (installation: string) => `Sign in to ${installation}`,
  name: 'Name',
  password: 'Password',
  submit: 'Sign in',
  demoTitle: 'Demo: be one of these people',
}
