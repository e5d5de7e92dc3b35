import 'katex/dist/katex.css'
import './formulas.css'
