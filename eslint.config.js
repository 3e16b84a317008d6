import tseslint from 'typescript-eslint'

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'test/fixtures/'] },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: { projectService: { allowDefaultProject: ['eslint.config.js', 'bin/*.js', 'build/*.js'] } },
    },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
    },
  },
  // Run before anything is compiled, and so without types.
  { files: ['bin/*.js', 'build/*.js'], ...tseslint.configs.disableTypeChecked },
  // chai's property assertions are expressions by design.
  { files: ['test/**', 'contracts/**'], rules: { '@typescript-eslint/no-unused-expressions': 'off' } },
)
