package org.limbench.training;

import java.util.List;

/** Carries out the updates of an arm, one after the other. */
sealed interface UpdateLoop permits DirectLoop, TransferLoop {
    /** Carries out update n with the gradients of its layers; its steps, one for each layer. */
    List<UpdateStep> update(long n, OuterProduct[] gradient);
}
