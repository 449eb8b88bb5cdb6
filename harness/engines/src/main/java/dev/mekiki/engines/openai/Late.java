package dev.mekiki.engines.openai;

/** The deadline passed, or the waiting thread was interrupted. */
final class Late extends Exception {
    private static final long serialVersionUID = 1L;

    Late() {
        super("the deadline passed");
    }
}
