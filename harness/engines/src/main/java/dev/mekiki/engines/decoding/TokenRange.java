package dev.mekiki.engines.decoding;

import dev.mekiki.port.EngineException;

/** Which tokens, and how many, a model takes. */
public record TokenRange(int vocabulary, int context) {
    /**
     * @return the same ids
     * @throws EngineException if one is none of the model's
     */
    public int[] check(int[] ids) throws EngineException {
        for (int id : ids) {
            if (id < 0 || id >= vocabulary) {
                throw new EngineException("token " + id + " is none of the model's, which are 0 to "
                        + (vocabulary - 1));
            }
        }
        return ids;
    }

    /** @throws EngineException if there are more tokens than the context has */
    public void fits(int tokens, String what) throws EngineException {
        if (tokens > context) {
            throw new EngineException(what + " take " + tokens + " tokens; the context has " + context);
        }
    }
}
