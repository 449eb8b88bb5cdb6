package dev.mekiki.domain;

/** Which way a metric improves. */
public enum Better {
    HIGHER, LOWER
}
