package dev.mekiki.domain;

/**
 * The log-likelihood of a continuation given its context.
 *
 * @param logprob sum over the continuation's tokens, natural logarithm
 * @param greedy whether each of its tokens was the likeliest one
 */
public record ContinuationLogprob(String continuation, double logprob, boolean greedy, int tokens) {}
