// A reporter that leaves word of which files failed, and in which project, where the environment says.
import { writeFileSync } from 'node:fs'

export default class FailedFiles {
  onTestRunEnd(modules, errors) {
    const failed = modules.filter(module => !module.ok()).map(module => ({ project: module.project.name, file: module.relativeModuleId }))
    writeFileSync(process.env['FAILED_FILES'], JSON.stringify({ failed, errors: errors.length }))
  }
}
