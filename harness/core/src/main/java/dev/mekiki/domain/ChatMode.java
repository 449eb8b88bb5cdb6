package dev.mekiki.domain;

/** Whether a task's prompt goes through the model's chat template. */
public enum ChatMode {
    /** If the model has a template. */
    AUTO, ALWAYS, NEVER
}
