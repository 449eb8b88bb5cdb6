package dev.mekiki.domain;

/** How a task is answered; results of different modes are never compared. */
public enum AnswerMode {
    /** Given choices, ranked by the log-likelihood of each choice's text. */
    CHOICE,
    /** Free text. */
    GENERATE
}
